package io.github.daxguard.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dax.DaxClient;
import software.amazon.awssdk.services.dax.model.ListTagsResponse;
import software.amazon.awssdk.services.dax.model.Tag;
import software.amazon.awssdk.services.dax.model.TagNotFoundException;
import software.amazon.awssdk.services.dax.model.TagQuotaPerResourceExceededException;

class TagsTest extends EmulatorTest {
    private static final String ARN = "arn:aws:dax:eu-west-1:111122223333:cache/orders";

    private final DaxClient dax = Sdk.of(aws).dax();

    @Test
    void listTags_moreThanAPage_returnsPages() {
        LocalCluster cluster = LocalCluster.named("orders");
        for (int i = 0; i < DaxService.TAGS_PER_PAGE + 1; i++) {
            cluster = cluster.tag(String.format(Locale.ROOT, "k%02d", i), "v");
        }
        state.putCluster(cluster);

        ListTagsResponse first = dax.listTags(r -> r.resourceName(ARN));
        ListTagsResponse second = dax.listTags(r -> r.resourceName(ARN).nextToken(first.nextToken()));

        assertThat(first.tags()).hasSize(DaxService.TAGS_PER_PAGE);
        assertThat(second.tags()).extracting(Tag::key).containsExactly("k20");
        assertThat(second.nextToken()).isNull();
    }

    @Test
    void tagAndUntagResource_tags_areChanged() {
        state.putCluster(LocalCluster.named("orders").tag("a", "0").tag("b", "2"));

        assertThat(dax.tagResource(r -> r.resourceName(ARN).tags(tag("a", "1"), tag("c", "3")))
                        .tags())
                .containsExactly(tag("a", "1"), tag("b", "2"), tag("c", "3"));
        assertThat(dax.untagResource(r -> r.resourceName(ARN).tagKeys("a", "c")).tags())
                .containsExactly(tag("b", "2"));
        assertThat(dax.listTags(r -> r.resourceName(ARN)).tags()).containsExactly(tag("b", "2"));
    }

    @Test
    void tagResource_fiftyFirstTag_isRejectedAndChangesNothing() {
        LocalCluster cluster = LocalCluster.named("orders");
        for (int i = 0; i < 50; i++) {
            cluster = cluster.tag("k" + i, "v");
        }
        state.putCluster(cluster);

        assertThatThrownBy(() -> dax.tagResource(r -> r.resourceName(ARN).tags(tag("one-more", "v"))))
                .isInstanceOf(TagQuotaPerResourceExceededException.class);
        assertThat(dax.tagResource(r -> r.resourceName(ARN).tags(tag("k0", "w")))
                        .tags())
                .hasSize(50);
    }

    @Test
    void untagResource_unknownKey_isRejectedAndChangesNothing() {
        state.putCluster(LocalCluster.named("orders").tag("a", "1"));

        assertThatThrownBy(() -> dax.untagResource(r -> r.resourceName(ARN).tagKeys("a", "b")))
                .isInstanceOf(TagNotFoundException.class);
        assertThat(dax.listTags(r -> r.resourceName(ARN)).tags()).hasSize(1);
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
