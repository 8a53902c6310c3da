package io.github.daxguard.cli.scan;

import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.aws.Operation;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.account.AccountClient;
import software.amazon.awssdk.services.account.model.ListRegionsResponse;
import software.amazon.awssdk.services.account.model.Region;
import software.amazon.awssdk.services.account.model.RegionOptStatus;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;

/** Lists of Regions that AWS publishes. The clients must be in the Region of the partition's global services. */
final class RegionLists {

    /** Public parameters, which exist in every account. */
    private static final String DAX_REGIONS = "/aws/service/global-infrastructure/services/dax/regions";

    /** The maximum page size of ListRegions. */
    private static final int REGIONS_OF_A_PAGE = 50;

    private static final Operation GET_PARAMETERS_BY_PATH = Operation.of("ssm", "GetParametersByPath");
    private static final Operation LIST_REGIONS = Operation.of("account", "ListRegions");

    /** A list could not be read completely. */
    static final class RegionListException extends RuntimeException {
        RegionListException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    private RegionLists() {}

    /**
     * The Regions of all partitions in which AWS offers DAX. The list can lack new Regions. Costs one GetParametersByPath
     * for each 10 Regions.
     *
     * @throws RegionListException if the list is incomplete or empty
     * @see <a href="https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters-global-infrastructure.html">
     *     Public parameters for AWS services, Regions, endpoints</a>
     */
    static Set<String> withDax(AwsClients clients, AwsCalls calls) {
        Set<String> regions = new HashSet<>();
        try (SsmClient ssm = clients.newClient(SsmClient.builder())) {
            calls.readPages(GET_PARAMETERS_BY_PATH, RegionListException::new, token -> {
                GetParametersByPathResponse page = calls.call(
                        GET_PARAMETERS_BY_PATH,
                        RegionListException::new,
                        configuration -> ssm.getParametersByPath(request ->
                                request.path(DAX_REGIONS).nextToken(token).overrideConfiguration(configuration)));
                for (Parameter parameter : page.parameters()) {
                    regions.add(
                            requireName(parameter == null ? null : parameter.value(), GET_PARAMETERS_BY_PATH, calls));
                }
                return page.nextToken();
            });
        }
        if (regions.isEmpty()) {
            throw new RegionListException(calls.failed(GET_PARAMETERS_BY_PATH, "the list has no Region"), null);
        }
        return regions;
    }

    /**
     * The Regions that are disabled for the account of the credentials. Costs one ListRegions.
     *
     * @throws RegionListException if the list is incomplete
     * @see <a href="https://docs.aws.amazon.com/accounts/latest/reference/API_ListRegions.html">ListRegions</a>
     */
    static Set<String> disabled(AwsClients clients, AwsCalls calls) {
        Set<String> disabled = new HashSet<>();
        try (AccountClient accounts = clients.newClient(AccountClient.builder())) {
            calls.readPages(LIST_REGIONS, RegionListException::new, token -> {
                ListRegionsResponse page = calls.call(
                        LIST_REGIONS,
                        RegionListException::new,
                        configuration -> accounts.listRegions(request -> request.maxResults(REGIONS_OF_A_PAGE)
                                .nextToken(token)
                                .overrideConfiguration(configuration)));
                if (!page.hasRegions()) {
                    throw new RegionListException(calls.failed(LIST_REGIONS, "the response has no Regions"), null);
                }
                for (Region region : page.regions()) {
                    String name = requireName(region == null ? null : region.regionName(), LIST_REGIONS, calls);
                    // A Region that is being disabled still has its clusters.
                    if (region != null && region.regionOptStatus() == RegionOptStatus.DISABLED) {
                        disabled.add(name);
                    }
                }
                return page.nextToken();
            });
        }
        return disabled;
    }

    private static String requireName(@Nullable String region, Operation operation, AwsCalls calls) {
        if (region == null || region.isEmpty()) {
            throw new RegionListException(calls.failed(operation, "the list has a Region without a name"), null);
        }
        return region;
    }
}
