package io.github.daxguard.infra;

/**
 * Whether an operation of a stack set deploys to several Regions at once. The constants are the values of the API.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackSetOperationPreferences.html">
 *     StackSetOperationPreferences</a>
 */
enum RegionConcurrency {
    PARALLEL,
    /** In the order of the Regions. */
    SEQUENTIAL
}
