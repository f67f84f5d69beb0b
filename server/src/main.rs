//! The server of Ullim: parse → Config → bind → run.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use clap::{CommandFactory, error::ErrorKind};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use server::config::{Cli, Config};
use server::net::certificate::Source;
use server::net::tls::Tls;
use server::ops::console::Console;
use server::ops::signals::Signals;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tracing::info;

/// Gives memory back to the system a second after it was freed; glibc's allocator keeps it. After 10,000 idle
/// connections have gone, the server holds 10 MiB instead of 65 (before them, 7 instead of 6). The fault tests
/// require that.
#[cfg(all(target_os = "linux", feature = "jemalloc"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// The last lines have this long to be written; then they are given up.
const FLUSH_TIMEOUT: Duration = Duration::from_millis(500);

#[tokio::main]
async fn main() -> ExitCode {
    let cli = server::config::parse(std::env::args_os()).unwrap_or_else(|error| error.exit());
    let stderr = Console::new(std::io::stderr());
    cli.log.start(stderr.clone());
    #[cfg(all(target_os = "linux", feature = "jemalloc"))]
    if let Err(error) = server::ops::allocator::configure() {
        tracing::warn!("{error:#}: an idle server keeps the memory that it has freed");
    }
    let refuse = |error| -> ! {
        Cli::command()
            .error(ErrorKind::ValueValidation, error)
            .exit()
    };
    match cli.data_report() {
        Ok(None) => {}
        Ok(Some(report)) => {
            println!("{report}");
            return if report.is_whole() {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            };
        }
        Err(error) => refuse(error),
    }
    // First of all: opening the rooms may take time, in which an operator may already reload.
    let signals = Signals::catch().context("cannot catch signals");
    let served = match Config::try_from(cli) {
        Ok(config) => serve(config, signals).await,
        Err(error) => refuse(error),
    };
    let exit_code = match served {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            stderr.log(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    };
    stderr.flush_within(FLUSH_TIMEOUT);
    exit_code
}

async fn serve(config: Config, signals: anyhow::Result<Signals>) -> anyhow::Result<()> {
    let signals = signals?;
    raise_descriptor_limit(config.limits.max_connections);
    let stdout = config.console.clone();
    let listeners = server::bind(&config).await?;
    stdout.log(&format!("울림 {}", address_to_open(&config, &listeners)?));
    if let Some(tls) = &config.tls
        && matches!(tls.source(), Source::SelfSigned)
    {
        stdout.log(&format!("SHA-256 {}", tls.fingerprint()));
    }
    let tls = config.tls.clone();
    let (stop, stopped) = oneshot::channel();
    let served = server::run(listeners, config, async {
        // An error cannot be: the sender is dropped only when the signals have ended this.
        let _ = stopped.await;
    });
    tokio::select! {
        () = served => {}
        () = signals.obey(stop, || reload(tls.as_ref())) => {}
    }
    stdout.flush_within(FLUSH_TIMEOUT);
    Ok(())
}

/// Loads the certificate again, where there is one in files.
fn reload(tls: Option<&Tls>) {
    match tls {
        Some(tls) if matches!(tls.source(), Source::Files { .. }) => tls.reload(),
        _ => info!("SIGHUP: there is nothing to reload; only a certificate in files is read again"),
    }
}

/// Raises the limit on file descriptors, of which a connection takes one. A shell gives its programs 1024, and
/// lets them have more.
fn raise_descriptor_limit(max_connections: usize) {
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: limit.maximum,
        ..limit
    };
    let descriptors = match setrlimit(Resource::Nofile, raised) {
        Ok(()) => limit.maximum,
        Err(_) => limit.current,
    };
    if descriptors.is_some_and(|descriptors| descriptors < max_connections as u64) {
        tracing::warn!(
            descriptors,
            max_connections,
            "the limit on file descriptors is below that on connections; see `ulimit -n`"
        );
    }
}

/// The address to type into a browser on this machine.
fn address_to_open(config: &Config, listeners: &[TcpListener]) -> anyhow::Result<String> {
    let first = listeners.first().context("no address to listen on")?;
    let first = first.local_addr().context("cannot tell the address")?;
    let scheme = if config.tls.is_some() {
        "https"
    } else {
        "http"
    };
    Ok(if config.binds.is_empty() || first.ip().is_unspecified() {
        format!("{scheme}://localhost:{}", first.port())
    } else {
        format!("{scheme}://{first}")
    })
}
