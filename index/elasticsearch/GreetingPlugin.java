package fauxlex;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.elasticsearch.Build;
import org.elasticsearch.client.internal.node.NodeClient;
import org.elasticsearch.cluster.node.DiscoveryNodes;
import org.elasticsearch.features.NodeFeature;
import org.elasticsearch.plugins.ActionPlugin;
import org.elasticsearch.plugins.Plugin;
import org.elasticsearch.rest.BaseRestHandler;
import org.elasticsearch.rest.RestHandler;
import org.elasticsearch.rest.RestRequest;
import org.elasticsearch.rest.RestResponse;
import org.elasticsearch.rest.RestStatus;
import org.elasticsearch.xcontent.XContentBuilder;

/** Answers GET / and HEAD / as a packaged server does: clients ask there which version they talk to. */
public final class GreetingPlugin extends Plugin implements ActionPlugin {
    @Override
    public Collection<RestHandler> getRestHandlers(
        RestHandlersServices services, Supplier<DiscoveryNodes> nodes, Predicate<NodeFeature> features) {
        return List.of(new Greeting(services.settings().get("cluster.name", "elasticsearch"), nodes));
    }

    private static final class Greeting extends BaseRestHandler {
        private final String cluster;
        private final Supplier<DiscoveryNodes> nodes;

        Greeting(String cluster, Supplier<DiscoveryNodes> nodes) {
            this.cluster = cluster;
            this.nodes = nodes;
        }

        @Override
        public String getName() {
            return "fauxlex_greeting";
        }

        @Override
        public List<Route> routes() {
            return List.of(new Route(RestRequest.Method.GET, "/"), new Route(RestRequest.Method.HEAD, "/"));
        }

        @Override
        protected RestChannelConsumer prepareRequest(RestRequest request, NodeClient client) {
            return channel -> {
                Build build = Build.current();
                XContentBuilder answer = channel.newBuilder().startObject();
                answer.field("name", nodes.get().getLocalNode().getName()).field("cluster_name", cluster);
                answer.startObject("version").field("number", build.version());
                answer.field("build_flavor", build.flavor()).endObject();
                channel.sendResponse(new RestResponse(RestStatus.OK, answer.field("tagline", "You Know, for Search").endObject()));
            };
        }
    }
}
