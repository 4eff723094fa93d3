//! Connections to one server or to a cluster.

use redis::{
    AsyncConnectionConfig, Cmd, ConnectionInfo, RedisError, RedisResult, TlsCertificates, Value,
    aio::MultiplexedConnection,
    cluster::{ClusterClient, ClusterClientBuilder},
    cluster_async::ClusterConnection,
};
use std::time::Duration;
use tokio::time::timeout;

/// The time for connecting to a server or a node, including TLS and authentication, as a multiple of `Redis::timeout`.
pub(super) const CONNECT_BUDGETS: u32 = 4;

/// The minimum time for a response of a node to the client of a cluster. Operations have timeouts of their own.
const MIN_NODE_RESPONSE: Duration = Duration::from_secs(2);

/// Opens connections.
#[derive(Clone)]
pub(super) enum Client {
    Single(Box<redis::Client>),
    Cluster(Box<ClusterClient>),
}

/// A connection. Its clones send their commands over the same sockets, without waiting for each other's responses.
#[derive(Clone)]
pub(super) enum Connection {
    Single(MultiplexedConnection),
    Cluster(ClusterConnection),
}

impl Client {
    /// Creates the client of a server, or of a cluster whose operations take at most this time.
    pub(super) fn new(
        nodes: &[ConnectionInfo],
        cluster_budget: Option<Duration>,
        is_tls: bool,
        certificates: Option<TlsCertificates>,
    ) -> RedisResult<Self> {
        if let Some(budget) = cluster_budget {
            let mut builder = ClusterClientBuilder::new(nodes.to_vec())
                .retries(3)
                .min_retry_wait(5)
                .max_retry_wait(20)
                .connection_timeout(CONNECT_BUDGETS * budget)
                .response_timeout(budget.max(MIN_NODE_RESPONSE));
            if is_tls {
                builder = builder.tls(redis::cluster::TlsMode::Secure);
            }
            if let Some(certificates) = certificates {
                builder = builder.certs(certificates);
            }
            return Ok(Self::Cluster(Box::new(builder.build()?)));
        }
        let node = nodes.first().cloned().ok_or_else(no_host)?;
        let client = match certificates {
            Some(certificates) => redis::Client::build_with_tls(node, certificates)?,
            None => redis::Client::open(node)?,
        };
        Ok(Self::Single(Box::new(client)))
    }

    pub(super) fn is_cluster(&self) -> bool {
        matches!(self, Self::Cluster(_))
    }

    /// Opens a connection to a server within this time, or one to a cluster within three times as much.
    pub(super) async fn connect(&self, budget: Duration) -> RedisResult<Connection> {
        let connecting = async {
            match self {
                Self::Single(client) => {
                    let config = AsyncConnectionConfig::new()
                        .set_connection_timeout(None)
                        .set_response_timeout(None);
                    client
                        .get_multiplexed_async_connection_with_config(&config)
                        .await
                        .map(Connection::Single)
                }
                Self::Cluster(client) => {
                    client.get_async_connection().await.map(Connection::Cluster)
                }
            }
        };
        // The client of a cluster requests its topology and connects to each node.
        let budget = match self {
            Self::Single(_) => budget,
            Self::Cluster(_) => 3 * budget,
        };
        timeout(budget, connecting)
            .await
            .unwrap_or_else(|_| Err(timed_out("connecting", budget)))
    }
}

impl Connection {
    /// Sends a command, and waits for its response. The caller limits the time.
    pub(super) async fn query(&mut self, command: &Cmd) -> RedisResult<Value> {
        match self {
            Self::Single(connection) => command.query_async(connection).await,
            Self::Cluster(connection) => command.query_async(connection).await,
        }
    }
}

/// Waits for a response for this time.
pub(super) async fn within<T>(
    budget: Duration,
    response: impl Future<Output = RedisResult<T>>,
) -> RedisResult<T> {
    timeout(budget, response)
        .await
        .unwrap_or_else(|_| Err(timed_out("the response", budget)))
}

fn timed_out(of: &str, budget: Duration) -> RedisError {
    let text = format!("{of} took longer than {} ms", budget.as_millis());
    std::io::Error::new(std::io::ErrorKind::TimedOut, text).into()
}

fn no_host() -> RedisError {
    (redis::ErrorKind::InvalidClientConfig, "no host").into()
}
