package io.github.daxguard.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each validation error of the services in AWS JSON. */
class RefusalsTest extends EmulatorTest {
    private static final Pattern REPEATED = Pattern.compile("(\\d+)\\*(\\w)");

    /**
     * The emulator has the cluster {@code orders}, the cluster {@code new} that is being created, and a rule. {@code 20*x} is
     * a string of 20 characters; in CreateCluster the given members replace those of a valid request.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "DescribeClusters | {'MaxResults':19} | InvalidParameterValueException | between 20 and 100",
                "DescribeClusters | {'MaxResults':101} | InvalidParameterValueException | between 20 and 100",
                "DescribeClusters | {'MaxResults':'20'} | SerializationException | converted to a Integer",
                "DescribeClusters | {'MaxResults':20.5} | SerializationException | converted to a Integer",
                "DescribeClusters | {'ClusterNames':'orders'} | SerializationException | converted to a List",
                "DescribeClusters | {'ClusterNames':[1]} | SerializationException | converted to a String",
                "DescribeClusters | {'NextToken':'made-up'} | InvalidParameterValueException | NextToken",
                "DescribeClusters | {'ClusterNames':['orders','gone']} | ClusterNotFoundFault | gone",
                "CreateCluster | {'ClusterName':null} | InvalidParameterValueException | ClusterName must be provided",
                "CreateCluster | {'ClusterName':'1a'} | InvalidParameterValueException | ClusterName",
                "CreateCluster | {'ClusterName':'a-'} | InvalidParameterValueException | ClusterName",
                "CreateCluster | {'ClusterName':'a--b'} | InvalidParameterValueException | ClusterName",
                "CreateCluster | {'ClusterName':'a_b'} | InvalidParameterValueException | ClusterName",
                "CreateCluster | {'ClusterName':'21*x'} | InvalidParameterValueException | ClusterName",
                "CreateCluster | {'ClusterName':'ORDERS'} | ClusterAlreadyExistsFault | orders",
                "CreateCluster | {'NodeType':null} | InvalidParameterValueException | NodeType must be provided",
                "CreateCluster | {'NodeType':'cache.t3.small'} | InvalidParameterValueException | node type",
                "CreateCluster | {'ReplicationFactor':null} | InvalidParameterValueException | must be provided",
                "CreateCluster | {'ReplicationFactor':0} | InvalidParameterValueException | at least 1",
                "CreateCluster | {'ReplicationFactor':12} | NodeQuotaForClusterExceededFault | at most 11",
                "CreateCluster | {'IamRoleArn':null} | InvalidParameterValueException | IamRoleArn must be provided",
                "CreateCluster | {'IamRoleArn':'arn:aws:iam::1:user/me'} | InvalidParameterValueException | of a role",
                "CreateCluster | {'SSESpecification':{}} | InvalidParameterValueException | Enabled must be provided",
                "CreateCluster | {'SSESpecification':{'Enabled':true},'NodeType':'dax.r3.large'}"
                        + " | InvalidParameterCombinationException | not supported on node type",
                "CreateCluster | {'AvailabilityZones':['eu-west-1a']} | InvalidParameterValueException | Zones",
                "CreateCluster | {'ClusterEndpointEncryptionType':'SSL'} | InvalidParameterValueException | [NONE, TLS]",
                "CreateCluster | {'NetworkType':'ipx'} | InvalidParameterValueException | NetworkType",
                "CreateCluster | {'Tags':[{'Key':'aws:mine'}]} | InvalidParameterValueException | aws:",
                "CreateCluster | {'Tags':[{'Key':'129*k'}]} | InvalidParameterValueException | 128",
                "CreateCluster | {'Tags':[{'Key':'k','Value':'257*v'}]} | InvalidParameterValueException | 256",
                "DeleteCluster | {} | InvalidParameterValueException | ClusterName must be provided",
                "DeleteCluster | {'ClusterName':'gone'} | ClusterNotFoundFault | gone",
                "DeleteCluster | {'ClusterName':'new'} | InvalidClusterStateFault | creating",
                "ListTags | {} | InvalidParameterValueException | ResourceName",
                "ListTags | {'ResourceName':'orders'} | InvalidARNFault | orders",
                "ListTags | {'ResourceName':'arn:aws:dax:us-east-1:111122223333:cache/orders'} | InvalidARNFault | us",
                "ListTags | {'ResourceName':'arn:aws:dax:eu-west-1:444455556666:cache/orders'} | InvalidARNFault | 44",
                "ListTags | {'ResourceName':'ARN/gone'} | ClusterNotFoundFault | gone",
                "ListTags | {'ResourceName':'ARN/new'} | InvalidClusterStateFault | creating",
                "ListTags | {'ResourceName':'ARN/orders','NextToken':'!'} | InvalidParameterValueException | NextToken",
                "TagResource | {'ResourceName':'ARN/orders'} | InvalidParameterValueException | Tags",
                "UntagResource | {'ResourceName':'ARN/orders'} | InvalidParameterValueException | TagKeys",
                "UntagResource | {'ResourceName':'ARN/orders','TagKeys':['b']} | TagNotFoundFault | b",
                "PutEvaluations | {'TestMode':true} | ValidationException | Value null at 'resultToken'",
                "PutEvaluations | {'ResultToken':'TESTMODE'} | InvalidResultTokenException | invalid",
                "PutEvaluations | {'ResultToken':1} | SerializationException | converted to a String",
                "PutEvaluations | {'ResultToken':'t','TestMode':'true'} | SerializationException | to a Boolean",
                "PutEvaluations | {'ResultToken':'t','Evaluations':[1]} | SerializationException | to a Structure",
                "GetComplianceDetailsByConfigRule | {} | ValidationException | Value null at 'configRuleName'",
                "GetComplianceDetailsByConfigRule | {'ConfigRuleName':'65*x'} | ValidationException | equal to 64",
                "GetComplianceDetailsByConfigRule | {'ConfigRuleName':'other'} | NoSuchConfigRuleException | 'other'",
                "GetComplianceDetailsByConfigRule | {'ConfigRuleName':'rule','Limit':-1} | ValidationException | limit",
                "GetComplianceDetailsByConfigRule | {'ConfigRuleName':'rule','Limit':101} | ValidationException | limit",
                "GetComplianceDetailsByConfigRule | {'ConfigRuleName':'rule','NextToken':'x'}"
                        + " | InvalidNextTokenException | invalid",
                "GetComplianceDetailsByConfigRule | {'ConfigRuleName':'rule','ComplianceTypes':['COMPLIANT','FINE']}"
                        + " | ValidationException | 'FINE' at 'complianceTypes.2.member'",
                "GetComplianceDetailsByConfigRule | {'ConfigRuleName':'rule','ComplianceTypes':['INSUFFICIENT_DATA']}"
                        + " | InvalidParameterValueException | INSUFFICIENT_DATA",
                "StartConfigRulesEvaluation | {} | ValidationException | Value null at 'configRuleNames'",
                "StartConfigRulesEvaluation | {'ConfigRuleNames':[]} | ValidationException | equal to 1",
                "StartConfigRulesEvaluation | {'ConfigRuleNames':['129*x']} | ValidationException | equal to 128",
                "StartConfigRulesEvaluation | {'ConfigRuleNames':[' ']} | ValidationException | regular expression",
                "StartConfigRulesEvaluation | {'ConfigRuleNames':['rule','x']} | NoSuchConfigRuleException | 'x'",
                "GetAutomationExecution | {} | ValidationException | Value null at 'automationExecutionId'",
                "GetAutomationExecution | {'AutomationExecutionId':'35*x'} | ValidationException | equal to 36",
                "GetAutomationExecution | {'AutomationExecutionId':'36*x'}"
                        + " | AutomationExecutionNotFoundException | does not exist",
            })
    void request_invalid_isRejected(String operation, String body, String code, String message) throws Exception {
        putResources();

        assertThat(refusal(operation, body)).startsWith("400 " + code + ": ").contains(message);
    }

    /** One member of a valid evaluation is replaced; test mode has the same checks. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ComplianceResourceType | null | ValidationException | must not be null",
                "ComplianceResourceType | '' | ValidationException | equal to 1",
                "ComplianceResourceType | '257*x' | ValidationException | equal to 256",
                "ComplianceResourceType | 'AWS::S3::Bucket' | InvalidParameterValueException | AWS::S3::Bucket",
                "ComplianceResourceId | null | ValidationException | must not be null",
                "ComplianceResourceId | '' | ValidationException | equal to 1",
                "ComplianceResourceId | '769*x' | ValidationException | equal to 768",
                "ComplianceType | null | ValidationException | must not be null",
                "ComplianceType | 'FINE' | ValidationException | enum value set",
                "ComplianceType | 'INSUFFICIENT_DATA' | InvalidParameterValueException | INSUFFICIENT_DATA",
                "Annotation | '' | ValidationException | equal to 1",
                "Annotation | '257*x' | ValidationException | equal to 256",
                "OrderingTimestamp | null | ValidationException | must not be null",
                "OrderingTimestamp | '2026-03-01' | SerializationException | converted to a Timestamp",
                "OrderingTimestamp | 1e300 | SerializationException | converted to a Timestamp",
            })
    void putEvaluations_invalidEvaluation_isRejected(String member, String value, String code, String message)
            throws Exception {
        putResources();
        String evaluation = "{'ComplianceResourceType':'AWS::DAX::Cluster','ComplianceResourceId':'a',"
                + "'ComplianceType':'COMPLIANT','OrderingTimestamp':1772366399,'" + member + "':" + value + "}";

        for (boolean testMode : new boolean[] {false, true}) {
            assertThat(refusal(
                            "PutEvaluations",
                            "{'ResultToken':'token','TestMode':" + testMode + ",'Evaluations':[" + evaluation + "]}"))
                    .startsWith("400 " + code + ": ")
                    .contains(message);
        }
        assertThat(state.results("rule")).isEmpty();
    }

    @Test
    void putEvaluations_severalViolations_areAllReported() throws Exception {
        putResources();

        assertThat(refusal(
                        "PutEvaluations",
                        "{'ResultToken':'token','Evaluations':[{'ComplianceResourceType':'AWS::DAX::Cluster',"
                                + "'ComplianceResourceId':'a','ComplianceType':'COMPLIANT','Annotation':''}]}"))
                .isEqualTo("400 ValidationException: 2 validation errors detected: Value '' at"
                        + " 'evaluations.1.member.annotation' failed to satisfy constraint: Member must have length"
                        + " greater than or equal to 1; Value null at 'evaluations.1.member.orderingTimestamp' failed"
                        + " to satisfy constraint: Member must not be null");
    }

    private void putResources() {
        state.putCluster(LocalCluster.named("orders").tag("a", "1"));
        state.putCluster(LocalCluster.named("new").status("creating"));
        state.putRule("rule", Map.of());
        state.registerToken("rule", "token");
    }

    private String refusal(String operation, String body) throws Exception {
        String prefix = "AmazonDAXV3";
        String service = "dax";
        if (operation.equals("GetAutomationExecution")) {
            prefix = "AmazonSSM";
            service = "ssm";
        } else if (operation.contains("Evaluation") || operation.contains("Compliance")) {
            prefix = "StarlingDoveService";
            service = "config";
        }
        String valid = operation.equals("CreateCluster")
                ? "{'ClusterName':'more','NodeType':'dax.r5.large','ReplicationFactor':3,"
                        + "'IamRoleArn':'arn:aws:iam::111122223333:role/dax',"
                : "{";
        String json = REPEATED.matcher(valid + body.substring(1))
                .replaceAll(match -> match.group(2).repeat(Integer.parseInt(match.group(1))))
                .replace("ARN/", "arn:aws:dax:eu-west-1:111122223333:cache/")
                .replace('\'', '"');
        return RawRequest.json(aws, prefix + "." + operation, service, json).refusal();
    }
}
