package io.github.daxguard.cli.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.daxguard.cli.report.ControlEvaluation;
import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.report.SampleReports;
import io.github.daxguard.rule.Compliance;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class JunitWriterTest {

    @ParameterizedTest
    @EnumSource
    void write_sample_isValidAgainstTheSchemaOfJenkins(Sample sample) throws Exception {
        validate(parsed(sample.report()));
    }

    @Test
    void schema_unknownElement_isInvalid() throws Exception {
        Document document = parsed(SampleReports.clusters());
        document.getDocumentElement().appendChild(document.createElement("testcase"));

        assertThatThrownBy(() -> validate(document)).isInstanceOf(SAXException.class);
    }

    @ParameterizedTest
    @EnumSource
    void write_sample_hasTheNumbersOfItsElements(Sample sample) throws Exception {
        Element root = parsed(sample.report()).getDocumentElement();

        assertCounts(root, "tests", "testcase");
        assertCounts(root, "failures", "failure");
        assertCounts(root, "errors", "error");
        for (Element suite : elements(root, "testsuite")) {
            assertCounts(suite, "tests", "testcase");
            assertCounts(suite, "failures", "failure");
            assertCounts(suite, "errors", "error");
            assertCounts(suite, "skipped", "skipped");
        }
    }

    @ParameterizedTest
    @EnumSource
    void write_sample_hasAFailureForEachFindingAndAnErrorForEachGap(Sample sample) throws Exception {
        Report report = sample.report();
        Element root = parsed(report).getDocumentElement();

        assertThat(elements(root, "failure")).hasSize(report.totals().findings());
        assertThat(elements(root, "error"))
                .extracting(error -> error.getAttribute("message"))
                .containsExactlyElementsOf(report.gaps().stream()
                        .map(scannedTarget -> InvisibleCharacters.replacedIn(scannedTarget.explanation()))
                        .toList());
        assertThat(elements(root, "skipped"))
                .filteredOn(skipped -> !skipped.getAttribute("type").equals("NOT_ENABLED"))
                .hasSize((int) report.clusters().stream()
                        .flatMap(cluster -> cluster.evaluations().stream())
                        .map(ControlEvaluation::compliance)
                        .filter(Compliance.NOT_APPLICABLE::equals)
                        .count());
    }

    @ParameterizedTest
    @EnumSource
    void write_sample_hasUniqueTestNames(Sample sample) throws Exception {
        assertThat(elements(parsed(sample.report()).getDocumentElement(), "testcase"))
                .extracting(test -> test.getAttribute("classname") + " " + test.getAttribute("name"))
                .doesNotHaveDuplicates();
    }

    @Test
    void write_finding_hasReasonRemediationAndDetails() throws Exception {
        Element failure = elements(parsed(SampleReports.clusters()).getDocumentElement(), "failure")
                .get(0);

        assertThat(failure.getAttribute("message")).isEqualTo("Encryption at rest is DISABLED.");
        assertThat(failure.getTextContent()).isEqualTo("""
                        Encryption at rest is DISABLED.
                        Encryption can only be enabled at creation. Create an encrypted cluster, migrate clients to its endpoint, and delete this cluster.
                        https://docs.aws.amazon.com/securityhub/latest/userguide/dynamodb-controls.html#dynamodb-3
                        Created by arn:aws:sts::111122223333:assumed-role/deploy/ana on 2027-01-10T09:30:00Z.
                        The policies of the role arn:aws:iam::111122223333:role/dax allow it to read arn:aws:dynamodb:eu-west-1:111122223333:table/orders, arn:aws:dynamodb:eu-west-1:111122223333:table/stock-*.
                        """);
    }

    @Test
    void write_template_hasItsFileAndLine() throws Exception {
        assertThat(elements(parsed(SampleReports.templates()).getDocumentElement(), "testcase"))
                .extracting(test -> test.getAttribute("file") + ":" + test.getAttribute("line"))
                .startsWith(
                        "broken.yaml:",
                        "infra/shop template.yaml:",
                        "infra/shop template.yaml:20",
                        "infra/shop template.yaml:23");
    }

    @Test
    void write_interruptionAfterAllTargets_isAnError() throws Exception {
        assertThat(elements(parsed(HostileReports.interrupted()).getDocumentElement(), "error"))
                .singleElement()
                .satisfies(error -> assertThat(error.getAttribute("message"))
                        .isEqualTo("The run was interrupted before it was complete."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a < b && \"c\" > 'd' ]]>", "<script/>", "&lt;", "\u00FC\uD83D\uDE00", "  spaces  "})
    void write_text_isReadBack(String text) throws Exception {
        Element root = parsed(HostileReports.of(text)).getDocumentElement();

        assertThat(elements(root, "failure")).hasSize(2).allSatisfy(failure -> {
            assertThat(failure.getAttribute("message")).isEqualTo(text);
            assertThat(failure.getTextContent()).startsWith(text + "\n" + text + "\n");
        });
        assertThat(elements(root, "testcase"))
                .filteredOn(test -> !test.getAttribute("line").isEmpty())
                .hasSize(2)
                .allSatisfy(test -> assertThat(test.getAttribute("classname")).endsWith("." + text));
    }

    private static void assertCounts(Element element, String attribute, String counted) {
        assertThat(element.getAttribute(attribute))
                .isEqualTo(Integer.toString(elements(element, counted).size()));
    }

    private static List<Element> elements(Element root, String name) {
        NodeList nodes = root.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    private static Document parsed(Report report) throws Exception {
        return DocumentBuilderFactory.newDefaultNSInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(WrittenReport.by(new JunitWriter(), report))));
    }

    /** Validates without the file and line of a test, which the schema does not have. GitLab and others read them; Jenkins ignores them. */
    private static void validate(Document document) throws Exception {
        for (Element test : elements(document.getDocumentElement(), "testcase")) {
            test.removeAttribute("file");
            test.removeAttribute("line");
        }
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(JunitWriterTest.class.getResource("junit-10.xsd"))
                .newValidator()
                .validate(new DOMSource(document));
    }
}
