"""A minimal rule with boto3, for the benchmark: it validates nothing and reports every cluster in every run.

Speaks the Lambda Runtime API.
"""

import datetime
import json
import os
import urllib.request

import boto3

API = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"] + "/2018-06-01/runtime/"
TYPE = "AWS::DAX::Cluster"
BATCH = 100

dax = boto3.client("dax")
config = boto3.client("config")


def pages(call, **arguments):
    response = call(**arguments)
    yield response
    while response.get("NextToken"):
        response = call(NextToken=response["NextToken"], **arguments)
        yield response


def run(event):
    results = {}
    for page in pages(
        config.get_compliance_details_by_config_rule, ConfigRuleName=event["configRuleName"], Limit=BATCH
    ):
        for result in page["EvaluationResults"]:
            qualifier = result["EvaluationResultIdentifier"]["EvaluationResultQualifier"]
            results[qualifier["ResourceId"]] = "NOT_APPLICABLE"
    for page in pages(dax.describe_clusters, MaxResults=BATCH):
        for cluster in page["Clusters"]:
            encrypted = cluster.get("SSEDescription", {}).get("Status") == "ENABLED"
            results[cluster["ClusterName"]] = "COMPLIANT" if encrypted else "NON_COMPLIANT"
    now = datetime.datetime.now(datetime.timezone.utc)
    evaluations = [
        {
            "ComplianceResourceType": TYPE,
            "ComplianceResourceId": name,
            "ComplianceType": compliance,
            "OrderingTimestamp": now,
        }
        for name, compliance in results.items()
    ]
    for first in range(0, len(evaluations), BATCH):
        config.put_evaluations(ResultToken=event["resultToken"], Evaluations=evaluations[first : first + BATCH])
    return {"reported": len(evaluations)}


def post(path, body):
    urllib.request.urlopen(API + path, data=json.dumps(body).encode()).close()


while True:
    with urllib.request.urlopen(API + "invocation/next") as response:
        invocation = "invocation/" + response.headers["Lambda-Runtime-Aws-Request-Id"]
        event = json.load(response)
    try:
        post(invocation + "/response", run(event))
    except Exception as error:
        post(invocation + "/error", {"errorType": type(error).__name__, "errorMessage": str(error)})
