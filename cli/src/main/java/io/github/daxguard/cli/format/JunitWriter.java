package io.github.daxguard.cli.format;

import io.github.daxguard.cli.report.ControlEvaluation;
import io.github.daxguard.cli.report.EvaluatedCluster;
import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.report.ScannedTarget;
import io.github.daxguard.cli.report.Target;
import io.github.daxguard.rule.Compliance;
import io.github.daxguard.rule.Control;
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
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes a report as JUnit XML, for CI servers: a suite for each target, a test for each cluster and control.
 *
 * <p>A finding is a failure; a target that could not be read is an error, so that the run fails.
 */
public final class JunitWriter implements ReportWriter {

    private static final String TOOL = "daxguard";
    private static final String TEST_CASE = "testcase";
    // Without a zone, as Ant writes it, because some servers require that.
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

    /** An element with child elements, or with lines of text. */
    private record Element(String name, Map<String, String> attributes, List<Element> children, List<String> lines) {
        Element(String name) {
            this(name, new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>());
        }

        Element with(String attribute, Object value) {
            attributes.put(attribute, InvisibleCharacters.replacedIn(value.toString()));
            return this;
        }

        Element withFile(Target target) {
            return target instanceof Target.TemplateFile file ? with("file", file.path()) : this;
        }

        Element containing(List<Element> elements) {
            children.addAll(elements);
            return this;
        }
    }

    @Override
    public void write(Report report, OutputStream out) throws IOException {
        Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            write(testSuites(report), "\n", xml);
            xml.writeCharacters("\n");
            xml.writeEndDocument();
            xml.flush();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
        text.flush();
    }

    private static void write(Element element, String indentation, XMLStreamWriter xml) throws XMLStreamException {
        xml.writeCharacters(indentation);
        xml.writeStartElement(element.name());
        for (Map.Entry<String, String> attribute : element.attributes().entrySet()) {
            xml.writeAttribute(attribute.getKey(), attribute.getValue());
        }
        for (String line : element.lines()) {
            xml.writeCharacters(InvisibleCharacters.replacedIn(line) + "\n");
        }
        for (Element child : element.children()) {
            write(child, indentation + "  ", xml);
        }
        if (!element.children().isEmpty()) {
            xml.writeCharacters(indentation);
        }
        xml.writeEndElement();
    }

    private static Element testSuites(Report report) {
        Map<Target, List<Element>> targets = new LinkedHashMap<>();
        for (ScannedTarget scannedTarget : report.targets()) {
            targets.computeIfAbsent(scannedTarget.target(), target -> new ArrayList<>())
                    .add(testCase(scannedTarget));
        }
        for (EvaluatedCluster cluster : report.clusters()) {
            List<Element> cases = targets.computeIfAbsent(cluster.target(), target -> new ArrayList<>());
            cluster.evaluations().forEach(evaluation -> cases.add(testCase(cluster, evaluation)));
        }
        List<Element> suites = new ArrayList<>();
        targets.forEach((target, cases) -> suites.add(
                testSuite(target.name(), cases, report.at()).withFile(target).containing(cases)));
        List<Element> interruption =
                report.isInterrupted() && report.gaps().isEmpty() ? List.of(interruption()) : List.of();
        if (!interruption.isEmpty() || !report.allNotes().isEmpty()) {
            Element suite = testSuite(TOOL, interruption, report.at()).containing(interruption);
            if (!report.allNotes().isEmpty()) {
                Element output = new Element("system-out");
                output.lines().addAll(report.allNotes());
                suite.children().add(output);
            }
            suites.add(suite);
        }
        List<Element> cases = suites.stream()
                .flatMap(suite -> suite.children().stream())
                .filter(child -> child.name().equals(TEST_CASE))
                .toList();
        return counted("testsuites", TOOL, cases).with("time", 0).containing(suites);
    }

    private static Element testSuite(String name, List<Element> cases, Instant at) {
        return counted("testsuite", name, cases)
                .with("skipped", count(cases, "skipped"))
                .with("time", 0)
                .with("timestamp", TIME.format(at));
    }

    private static Element counted(String element, String name, List<Element> cases) {
        return new Element(element)
                .with("name", name)
                .with("tests", cases.size())
                .with("failures", count(cases, "failure"))
                .with("errors", count(cases, "error"));
    }

    private static long count(List<Element> cases, String result) {
        return cases.stream()
                .flatMap(test -> test.children().stream())
                .filter(child -> child.name().equals(result))
                .count();
    }

    private static Element testCase(EvaluatedCluster cluster, ControlEvaluation evaluation) {
        Control control = evaluation.control();
        Element test = testCase(
                        className(cluster.target()) + "." + cluster.name(),
                        control.securityHubId() + ": " + control.title())
                .withFile(cluster.target());
        cluster.line(evaluation).ifPresent(line -> test.with("line", line));
        test.with("time", 0);
        if (evaluation.isFinding()) {
            Element failure = result("failure", evaluation.compliance().name(), evaluation.reason());
            failure.lines().addAll(List.of(evaluation.reason(), evaluation.remediation(), control.guide()));
            failure.lines().addAll(cluster.details().sentences());
            if (!cluster.cdkPath().isEmpty()) {
                failure.lines().add("CDK path " + cluster.cdkPath());
            }
            return test.containing(List.of(failure));
        }
        if (evaluation.compliance() == Compliance.NOT_APPLICABLE) {
            String type =
                    evaluation.isExempt() ? "EXEMPT" : evaluation.compliance().name();
            return test.containing(List.of(result("skipped", type, evaluation.reason())));
        }
        return test;
    }

    /** Every suite has this test, because servers refuse a report without tests. */
    private static Element testCase(ScannedTarget scannedTarget) {
        Element test = testCase(className(scannedTarget.target()), "All clusters can be read")
                .withFile(scannedTarget.target())
                .with("time", 0);
        return scannedTarget.outcome() instanceof ScannedTarget.Outcome.Complete
                ? test
                : test.containing(List.of(result(
                        scannedTarget.isGap() ? "error" : "skipped",
                        scannedTarget.outcome().code(),
                        scannedTarget.explanation())));
    }

    private static Element interruption() {
        return testCase(TOOL, "The report is complete")
                .with("time", 0)
                .containing(List.of(result(
                        "error",
                        new ScannedTarget.Outcome.NotReached().code(),
                        "The run was interrupted before it was complete.")));
    }

    private static Element testCase(String className, String name) {
        return new Element(TEST_CASE).with("classname", className).with("name", name);
    }

    private static Element result(String element, String type, String message) {
        return new Element(element).with("type", type).with("message", message);
    }

    /** The class name. Servers show its parts before a dot as packages: the account, and in it the Region. */
    private static String className(Target target) {
        if (target instanceof Target.AccountRegion account) {
            return account.account() + "." + account.region();
        }
        return target instanceof Target.WholeAccount account ? account.account() : target.name();
    }
}
