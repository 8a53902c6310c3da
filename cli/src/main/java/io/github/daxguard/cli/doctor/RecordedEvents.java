package io.github.daxguard.cli.doctor;

import io.github.daxguard.contract.ChangeEvents;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudtrail.model.AdvancedEventSelector;
import software.amazon.awssdk.services.cloudtrail.model.AdvancedFieldSelector;
import software.amazon.awssdk.services.cloudtrail.model.EventSelector;
import software.amazon.awssdk.services.cloudtrail.model.GetEventSelectorsResponse;
import software.amazon.awssdk.services.cloudtrail.model.ReadWriteType;

/** Whether the event selectors of a trail select the calls that change DAX clusters: management events that write. */
enum RecordedEvents {
    SELECTED,
    NOT_SELECTED,
    /** The selectors are incomplete or have conditions that are not known. */
    UNDECIDED;

    /** The members of these events, by the fields of advanced event selectors. */
    private static final Map<String, String> EVENT = Map.of(
            "eventCategory", "Management",
            "readOnly", "false",
            "eventSource", ChangeEvents.EVENT_SOURCE);

    /**
     * Evaluates the selectors. One that selects the events is sufficient.
     *
     * @see <a href="https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetEventSelectors.html">GetEventSelectors</a>
     */
    static RecordedEvents of(GetEventSelectorsResponse selectors) {
        List<RecordedEvents> each = Stream.concat(
                        selectors.eventSelectors().stream().map(RecordedEvents::of),
                        selectors.advancedEventSelectors().stream().map(RecordedEvents::of))
                .toList();
        if (each.contains(SELECTED)) {
            return SELECTED;
        }
        return each.isEmpty() || each.contains(UNDECIDED) ? UNDECIDED : NOT_SELECTED;
    }

    private static RecordedEvents of(EventSelector selector) {
        if (selector == null) {
            return UNDECIDED;
        }
        if (Boolean.FALSE.equals(selector.includeManagementEvents())
                || selector.readWriteType() == ReadWriteType.READ_ONLY
                || selector.excludeManagementEventSources().contains(ChangeEvents.EVENT_SOURCE)) {
            return NOT_SELECTED;
        }
        return Boolean.TRUE.equals(selector.includeManagementEvents())
                        && (selector.readWriteType() == ReadWriteType.ALL
                                || selector.readWriteType() == ReadWriteType.WRITE_ONLY)
                ? SELECTED
                : UNDECIDED;
    }

    /** All fields must match the event. */
    private static RecordedEvents of(AdvancedEventSelector selector) {
        if (selector == null) {
            return UNDECIDED;
        }
        List<RecordedEvents> fields =
                selector.fieldSelectors().stream().map(RecordedEvents::of).toList();
        if (fields.contains(NOT_SELECTED)) {
            return NOT_SELECTED;
        }
        boolean hasCategory = selector.fieldSelectors().stream()
                .anyMatch(field -> field != null && "eventCategory".equals(field.field()));
        return hasCategory && !fields.contains(UNDECIDED) ? SELECTED : UNDECIDED;
    }

    /**
     * A value that one operator excludes is not selected. Of the other operators, one that includes it is sufficient.
     *
     * @see <a href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/filtering-data-events.html">Filtering events by
     *     using advanced event selectors</a>
     */
    private static RecordedEvents of(AdvancedFieldSelector selector) {
        String value = selector == null || selector.field() == null ? null : EVENT.get(selector.field());
        if (value == null || operands(selector).anyMatch(Objects::isNull)) {
            return UNDECIDED;
        }
        if (selector.notEquals().contains(value)
                || selector.notStartsWith().stream().anyMatch(value::startsWith)
                || selector.notEndsWith().stream().anyMatch(value::endsWith)) {
            return NOT_SELECTED;
        }
        if (selector.equalsValue().contains(value)
                || selector.startsWith().stream().anyMatch(value::startsWith)
                || selector.endsWith().stream().anyMatch(value::endsWith)) {
            return SELECTED;
        }
        if (operands(selector).findAny().isEmpty()) {
            return UNDECIDED;
        }
        boolean onlyExcludes = selector.equalsValue().isEmpty()
                && selector.startsWith().isEmpty()
                && selector.endsWith().isEmpty();
        return onlyExcludes ? SELECTED : NOT_SELECTED;
    }

    private static Stream<String> operands(AdvancedFieldSelector selector) {
        return Stream.of(
                        selector.equalsValue(),
                        selector.startsWith(),
                        selector.endsWith(),
                        selector.notEquals(),
                        selector.notStartsWith(),
                        selector.notEndsWith())
                .flatMap(List::stream);
    }
}
