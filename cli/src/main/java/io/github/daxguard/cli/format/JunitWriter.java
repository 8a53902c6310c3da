package io.github.daxguard.cli.format;

import io.github.daxguard.cli.report.AuditedCluster;
import io.github.daxguard.cli.report.Judgement;
import io.github.daxguard.cli.report.Look;
import io.github.daxguard.cli.report.Place;
import io.github.daxguard.cli.report.Report;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes a report as JUnit's XML, for CI servers: a suite for each place, a test for each cluster and control.
 *
 * <p>A finding is a failure; a place that could not be read is an error, so that the run cannot be green.
 */
public final class JunitWriter implements ReportWriter {

    private static final String TOOL = "daxguard";
    // As Ant writes it, which some servers insist on: without a zone.
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

    /** The result of a test; except for the first, the name of its element. */
    private enum Kind {
        PASSED,
        FAILURE,
        ERROR,
        SKIPPED
    }

    /** A test; {@code type}, {@code message} and {@code details} describe its failure, error or skip. */
    private record Case(
            String className,
            String name,
            Optional<String> file,
            OptionalInt line,
            Kind kind,
            String type,
            String message,
            List<String> details) {}

    private record Suite(String name, Optional<String> file, List<Case> cases, List<String> output) {}

    @Override
    public void write(Report report, OutputStream out) throws IOException {
        Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            write(suites(report), report.at(), xml);
            xml.flush();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
        text.flush();
    }

    private static List<Suite> suites(Report report) {
        Map<Place, List<Case>> places = new LinkedHashMap<>();
        for (Look look : report.looks()) {
            List<Case> cases = places.computeIfAbsent(look.place(), place -> new ArrayList<>());
            cases.add(looked(look));
        }
        for (AuditedCluster cluster : report.clusters()) {
            List<Case> cases = places.computeIfAbsent(cluster.place(), place -> new ArrayList<>());
            cluster.judgements().forEach(judgement -> cases.add(judged(cluster, judgement)));
        }
        List<Suite> suites = new ArrayList<>();
        places.forEach((place, cases) -> suites.add(new Suite(place.name(), file(place), cases, List.of())));
        List<Case> whole = report.isInterrupted() && report.gaps().isEmpty() ? List.of(interruption()) : List.of();
        if (!whole.isEmpty() || !report.notes().isEmpty()) {
            suites.add(new Suite(TOOL, Optional.empty(), whole, report.notes()));
        }
        return suites;
    }

    private static Case judged(AuditedCluster cluster, Judgement judgement) {
        Kind kind = switch (judgement.compliance()) {
            case COMPLIANT -> Kind.PASSED;
            case NOT_APPLICABLE -> Kind.SKIPPED;
            case NON_COMPLIANT -> Kind.FAILURE;
        };
        return new Case(
                className(cluster.place()) + "." + cluster.name(),
                judgement.control().securityHubId() + ": " + judgement.control().title(),
                file(cluster.place()),
                cluster.line(judgement),
                kind,
                judgement.isExempt() ? "EXEMPT" : judgement.compliance().name(),
                judgement.why(),
                kind == Kind.FAILURE
                        ? List.of(
                                judgement.why(),
                                judgement.whatToDo(),
                                judgement.control().guide())
                        : List.of());
    }

    /** Every suite has this test, because servers refuse a report without tests. */
    private static Case looked(Look look) {
        return new Case(
                className(look.place()),
                "All clusters can be read",
                file(look.place()),
                OptionalInt.empty(),
                look.isGap()
                        ? Kind.ERROR
                        : look.outcome() instanceof Look.Outcome.Complete ? Kind.PASSED : Kind.SKIPPED,
                look.outcome().code(),
                look.explanation(),
                List.of());
    }

    private static Case interruption() {
        return new Case(
                TOOL,
                "The audit ran to its end",
                Optional.empty(),
                OptionalInt.empty(),
                Kind.ERROR,
                new Look.Outcome.NotReached().code(),
                "The audit was interrupted before its end.",
                List.of());
    }

    /** Servers show a dot as a package: one for the account, and in it one for the Region. */
    private static String className(Place place) {
        if (place instanceof Place.AccountRegion account) {
            return account.account() + "." + account.region();
        }
        return place instanceof Place.WholeAccount account ? account.account() : place.name();
    }

    private static Optional<String> file(Place place) {
        return place instanceof Place.TemplateFile file ? Optional.of(file.path()) : Optional.empty();
    }

    private static void write(List<Suite> suites, Instant at, XMLStreamWriter xml) throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeCharacters("\n");
        xml.writeStartElement("testsuites");
        xml.writeAttribute("name", TOOL);
        writeCounts(suites.stream().flatMap(suite -> suite.cases().stream()).toList(), xml);
        xml.writeAttribute("time", "0");
        for (Suite suite : suites) {
            xml.writeCharacters("\n  ");
            writeSuite(suite, at, xml);
        }
        xml.writeCharacters("\n");
        xml.writeEndElement();
        xml.writeCharacters("\n");
        xml.writeEndDocument();
    }

    private static void writeSuite(Suite suite, Instant at, XMLStreamWriter xml) throws XMLStreamException {
        xml.writeStartElement("testsuite");
        writeText(xml, "name", suite.name());
        writeCounts(suite.cases(), xml);
        writeCount(xml, "skipped", count(suite.cases(), Kind.SKIPPED));
        xml.writeAttribute("time", "0");
        xml.writeAttribute("timestamp", TIME.format(at));
        if (suite.file().isPresent()) {
            writeText(xml, "file", suite.file().get());
        }
        for (Case test : suite.cases()) {
            xml.writeCharacters("\n    ");
            writeCase(test, xml);
        }
        if (!suite.output().isEmpty()) {
            xml.writeCharacters("\n    ");
            xml.writeStartElement("system-out");
            writeLines(xml, suite.output());
            xml.writeEndElement();
        }
        xml.writeCharacters("\n  ");
        xml.writeEndElement();
    }

    private static void writeCounts(List<Case> cases, XMLStreamWriter xml) throws XMLStreamException {
        writeCount(xml, "tests", cases.size());
        writeCount(xml, "failures", count(cases, Kind.FAILURE));
        writeCount(xml, "errors", count(cases, Kind.ERROR));
    }

    private static long count(List<Case> cases, Kind kind) {
        return cases.stream().filter(test -> test.kind() == kind).count();
    }

    private static void writeCase(Case test, XMLStreamWriter xml) throws XMLStreamException {
        xml.writeStartElement("testcase");
        writeText(xml, "classname", test.className());
        writeText(xml, "name", test.name());
        if (test.file().isPresent()) {
            writeText(xml, "file", test.file().get());
        }
        if (test.line().isPresent()) {
            writeCount(xml, "line", test.line().getAsInt());
        }
        xml.writeAttribute("time", "0");
        if (test.kind() != Kind.PASSED) {
            writeWhy(test, xml);
        }
        xml.writeEndElement();
    }

    private static void writeWhy(Case test, XMLStreamWriter xml) throws XMLStreamException {
        xml.writeCharacters("\n      ");
        xml.writeStartElement(test.kind().name().toLowerCase(Locale.ROOT));
        xml.writeAttribute("type", test.type());
        writeText(xml, "message", test.message());
        writeLines(xml, test.details());
        xml.writeEndElement();
        xml.writeCharacters("\n    ");
    }

    private static void writeLines(XMLStreamWriter xml, List<String> lines) throws XMLStreamException {
        for (String line : lines) {
            xml.writeCharacters(InvisibleCharacters.replacedIn(line) + "\n");
        }
    }

    private static void writeText(XMLStreamWriter xml, String attribute, String text) throws XMLStreamException {
        xml.writeAttribute(attribute, InvisibleCharacters.replacedIn(text));
    }

    private static void writeCount(XMLStreamWriter xml, String attribute, long count) throws XMLStreamException {
        xml.writeAttribute(attribute, Long.toString(count));
    }
}
