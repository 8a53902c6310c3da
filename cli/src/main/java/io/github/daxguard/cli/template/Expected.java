package io.github.daxguard.cli.template;

/** What a file should have been, for whoever gave another one. */
final class Expected {

    static final String SENTENCE =
            "Expected: a CloudFormation template in YAML or JSON, or what terraform show -json writes "
                    + "of a plan or a state.";

    static final String TERRAFORM =
            "Expected of Terraform: terraform plan -out plan.bin, and then what terraform show -json "
                    + "plan.bin writes.";

    private Expected() {}
}
