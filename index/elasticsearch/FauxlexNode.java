import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.elasticsearch.bootstrap.BootstrapCheck;
import org.elasticsearch.bootstrap.BootstrapContext;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.common.transport.BoundTransportAddress;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginsLoader;

/**
 * One real Elasticsearch node on loopback, for tests and trials: no server launcher, no security, no bootstrap checks, any user.
 * Arguments are settings as key=value; path.home is required. Ends cleanly on SIGTERM.
 */
public final class FauxlexNode {
    private FauxlexNode() {}

    public static void main(String[] arguments) throws Exception {
        Settings.Builder builder = Settings.builder();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            builder.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        Settings settings = builder.build();
        Path configuration = Path.of(settings.get("path.home")).resolve("config");
        LogConfigurator.registerErrorListener();
        Environment environment =
            InternalSettingsPreparer.prepareEnvironment(settings, new HashMap<>(), configuration, () -> "node");
        LogConfigurator.setClusterName(environment.settings().get("cluster.name", "elasticsearch"));
        LogConfigurator.setNodeName(Node.NODE_NAME_SETTING.get(environment.settings()));
        LogConfigurator.configure(environment, true);
        run(new LoopbackNode(environment, plugins(environment)));
    }

    /** Modules and plugins on the class path: without the launcher there is no module layer to put them in. */
    private static PluginsLoader plugins(Environment environment) {
        return PluginsLoader.createPluginsLoader(
            PluginsLoader.loadModulesBundles(environment.modulesDir(), false),
            PluginsLoader.loadPluginsBundles(environment.pluginsDir(), false),
            Map.of(),
            false);
    }

    private static void run(Node node) throws Exception {
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                node.prepareForClose();
                node.close();
                node.awaitClose(10, TimeUnit.SECONDS);
            } catch (Exception failure) {
                failure.printStackTrace();
            } finally {
                stopped.countDown();
            }
        }));
        node.start();
        stopped.await();
    }

    /** A node that skips the bootstrap checks, which are meant for servers in production. */
    private static final class LoopbackNode extends Node {
        LoopbackNode(Environment environment, PluginsLoader plugins) {
            super(environment, plugins);
        }

        @Override
        protected void validateNodeBeforeAcceptingRequests(
            BootstrapContext context, BoundTransportAddress address, List<BootstrapCheck> checks) {}
    }
}
