package io.github.daxguard.cli.template;

import io.github.daxguard.rule.ShortText;

/** A file whose clusters cannot be determined, or not all of them. The message states the reason in sentences. */
final class NotEvaluatedException extends RuntimeException {

    static final String EXPECTED_TEMPLATE =
            "Expected: a CloudFormation template in YAML or JSON, or what terraform show -json writes "
                    + "of a plan or a state.";

    static final String EXPECTED_PLAN = "Expected of Terraform: terraform plan -out plan.bin, and then what terraform "
            + "show -json plan.bin writes.";

    static final String PLAN_ALONE =
            "Save only what terraform show -json writes. With the GitHub action setup-terraform, set terraform_wrapper: false.";

    static final String EXPECTED_SERVERLESS =
            "Expected of the Serverless Framework: serverless package, and then the folder .serverless.";

    private static final int LONGEST_MESSAGE = 600;

    NotEvaluatedException(String message) {
        super(ShortText.of(message, LONGEST_MESSAGE));
    }

    static NotEvaluatedException atLine(int line, String sentence) {
        return new NotEvaluatedException("Line " + line + ": " + sentence);
    }

    /** The message, which is never null. */
    String reason() {
        return String.valueOf(getMessage());
    }
}
