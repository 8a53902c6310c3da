package io.github.daxguard.infra;

import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.constructs.Construct;

/** A bucket that is encrypted, not public, accepts only TLS and is retained when its stack is deleted. */
final class PrivateBucket {

    private static final Duration RETENTION = Duration.days(90);

    private PrivateBucket() {}

    /** A bucket that keeps earlier versions of its objects for 90 days. */
    static Bucket.Builder versioned(Construct scope, String id) {
        return of(scope, id, lifecycle().noncurrentVersionExpiration(RETENTION)).versioned(true);
    }

    /** A bucket that keeps each object for 90 days. */
    static Bucket.Builder expiring(Construct scope, String id) {
        return of(scope, id, lifecycle().expiration(RETENTION));
    }

    private static LifecycleRule.Builder lifecycle() {
        return LifecycleRule.builder().abortIncompleteMultipartUploadAfter(Duration.days(7));
    }

    private static Bucket.Builder of(Construct scope, String id, LifecycleRule.Builder lifecycle) {
        return Bucket.Builder.create(scope, id)
                .encryption(BucketEncryption.S3_MANAGED)
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .enforceSsl(true)
                .lifecycleRules(List.of(lifecycle.build()))
                .removalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    }
}
