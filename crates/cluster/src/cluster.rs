//! Where plans run when one machine is outgrown: Ballista, with motif's
//! functions on every machine.
//!
//! A scheduler hands out plans, executors run them, `assign --scheduler` asks
//! for them. The functions are known by name to all three; an executor holds
//! the themes.

use std::net::{SocketAddr, TcpListener, ToSocketAddrs};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use ballista::prelude::SessionContextExt;
use ballista_core::extension::SessionConfigExt;
use ballista_core::registry::BallistaFunctionRegistry;
use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};
use ballista_scheduler::cluster::BallistaCluster;
use ballista_scheduler::config::SchedulerConfig;
use ballista_scheduler::scheduler_process::start_server;
use clap::Args;
use datafusion::execution::{FunctionRegistry, SessionState, SessionStateBuilder};
use datafusion::prelude::{SessionConfig, SessionContext};
use motif::study::ThemeModel;

use crate::error::{Error, note, reason};
use crate::functions::{functions, register};

/// Hands out work to executors.
#[derive(Debug, Args)]
pub(crate) struct Scheduler {
    /// Where to listen; other machines need an address that they can reach
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:50050")]
    listen: String,

    /// Seconds after which an executor that says nothing is given up and its work done again
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    patience: u64,
}

/// Labels what a scheduler hands out, on all cores of this machine.
#[derive(Debug, Args)]
pub(crate) struct Executor {
    /// The themes, as `motif export model` wrote them
    #[arg(long, value_name = "FILE", default_value = "themes.motif")]
    model: PathBuf,

    /// Where the scheduler listens
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:50050")]
    scheduler: String,

    /// The address by which other machines reach this one
    #[arg(long, value_name = "HOST", default_value = "127.0.0.1")]
    host: String,

    /// The port it listens on, and the next one too [default: two that are free]
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,

    /// How many threads [default: as many as there are cores]
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
}

/// Files that an executor works on at once: while one is read or written, the
/// threads label another.
const AT_ONCE: usize = 2;

/// Seconds between two looks for executors that say nothing.
const LOOK: u64 = 2;

impl Scheduler {
    pub(crate) async fn run(self) -> Result<(), Error> {
        let address = resolved(&self.listen)?;
        let config = SchedulerConfig {
            bind_host: address.ip().to_string(),
            bind_port: address.port(),
            external_host: split(&self.listen)?.0.to_owned(),
            executor_timeout_seconds: self.patience,
            expire_dead_executor_interval_seconds: LOOK,
            no_executors_grace_period_seconds: self.patience.max(180),
            override_session_builder: Some(Arc::new(planned)),
            ..SchedulerConfig::default()
        };
        let cluster = BallistaCluster::new_from_config(&config)
            .await
            .map_err(Error::stopped("scheduler"))?;
        note(&format!("the scheduler listens on {address}"));
        start_server(cluster, address, Arc::new(config))
            .await
            .map_err(Error::stopped("scheduler"))
    }
}

/// Returns a session that knows the functions by name.
fn planned(config: SessionConfig) -> datafusion::error::Result<SessionState> {
    let mut state = SessionStateBuilder::new()
        .with_default_features()
        .with_config(config)
        .build();
    for function in functions(None) {
        state.register_udf(Arc::new(function))?;
    }
    Ok(state)
}

impl Executor {
    pub(crate) async fn run(self) -> Result<(), Error> {
        let model = Arc::new(ThemeModel::read(&self.model)?);
        if let Some(threads) = self.threads {
            // Fails only where threads were started before, which none were.
            let _ = rayon::ThreadPoolBuilder::new()
                .num_threads(threads.max(1))
                .build_global();
        }
        let mut registry = BallistaFunctionRegistry::default();
        for function in functions(Some(&model)) {
            let known = &mut registry.scalar_functions;
            known.insert(function.name().to_owned(), Arc::new(function));
        }
        let folder = tempfile::tempdir().map_err(Error::Runtime)?;
        let (port, grpc_port) = match self.port {
            Some(port) => (port, port.saturating_add(1)),
            None => (free_port()?, free_port()?),
        };
        let (scheduler_host, scheduler_port) = split(&self.scheduler)?;
        let is_loopback = self.host == "127.0.0.1" || self.host == "localhost";
        let config = ExecutorProcessConfig {
            bind_host: if is_loopback { "127.0.0.1" } else { "0.0.0.0" }.into(),
            external_host: Some(self.host.clone()),
            port,
            grpc_port,
            scheduler_host: scheduler_host.to_owned(),
            scheduler_port,
            // Any but 0: the scheduler may be started later.
            scheduler_connect_timeout_seconds: 60,
            vcores: AT_ONCE,
            work_dir: Some(folder.path().display().to_string()),
            executor_heartbeat_interval_seconds: LOOK,
            override_function_registry: Some(Arc::new(registry)),
            ..ExecutorProcessConfig::default()
        };
        note(&format!(
            "an executor with the themes of {} ({}) works for {}",
            model.study(),
            model.digest(),
            self.scheduler
        ));
        start_executor_process(Arc::new(config))
            .await
            .map_err(Error::stopped("executor"))
    }
}

/// Returns a session whose plans run on the cluster of a scheduler.
pub(crate) async fn session(
    address: &str,
    model: Option<&Arc<ThemeModel>>,
    configured: impl FnOnce(SessionConfig) -> SessionConfig,
) -> Result<SessionContext, Error> {
    let (host, port) = split(address)?;
    let unreachable = || Error::NoScheduler {
        address: address.to_owned(),
    };
    answering(host, port).await.ok_or_else(unreachable)?;
    let state = SessionStateBuilder::new()
        .with_default_features()
        .with_config(configured(SessionConfig::new_with_ballista()))
        .build();
    let failed = |error: datafusion::error::DataFusionError| Error::Query {
        reason: reason(&error),
    };
    let url = format!("df://{host}:{port}");
    let session = SessionContext::remote_with_state(&url, state).await;
    let session = session.map_err(failed)?;
    register(&session, model);
    Ok(session)
}

/// How often, and how long apart, a scheduler that was started just before is
/// looked for: ten seconds.
const LOOKS: usize = 50;
const APART: Duration = Duration::from_millis(200);

/// Waits until something listens at an address.
async fn answering(host: &str, port: u16) -> Option<()> {
    for _ in 0..LOOKS {
        if tokio::net::TcpStream::connect((host, port)).await.is_ok() {
            return Some(());
        }
        tokio::time::sleep(APART).await;
    }
    None
}

fn split(address: &str) -> Result<(&str, u16), Error> {
    let parts = address.rsplit_once(':');
    let read = parts.and_then(|(host, port)| Some((host, port.parse().ok()?)));
    read.filter(|(host, _)| !host.is_empty())
        .ok_or_else(|| Error::Address {
            address: address.to_owned(),
        })
}

fn resolved(address: &str) -> Result<SocketAddr, Error> {
    let unknown = || Error::Address {
        address: address.to_owned(),
    };
    let mut found = address.to_socket_addrs().map_err(|_| unknown())?;
    found.next().ok_or_else(unknown)
}

/// Returns a port that nothing listens on.
fn free_port() -> Result<u16, Error> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).and_then(|of| of.local_addr());
    Ok(listener.map_err(Error::Runtime)?.port())
}
