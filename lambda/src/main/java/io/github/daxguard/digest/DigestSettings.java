package io.github.daxguard.digest;

import java.util.List;

/**
 * The settings of the digest function.
 *
 * @param ruleNames the names of the rules, which are the same in all accounts
 * @param aggregator the name of the organization's aggregator in AWS Config
 * @param bucket the bucket of the previous findings and of the creators
 * @param topicArn the topic that sends the e-mail
 * @param managementAccount the 12 digits of the organization's management account
 */
public record DigestSettings(
        List<String> ruleNames, String aggregator, String bucket, String topicArn, String managementAccount) {

    public DigestSettings {
        ruleNames = List.copyOf(ruleNames);
    }
}
