//! The server of Ullim: parse → Config → bind → run.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use clap::{CommandFactory, error::ErrorKind};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use server::config::{Cli, Config};
use server::net::certificate::Source;
use server::ops::console::Console;
use tokio::net::TcpListener;

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
    let served = match Config::try_from(cli) {
        Ok(config) => serve(config).await,
        Err(error) => Cli::command()
            .error(ErrorKind::ValueValidation, error)
            .exit(),
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

async fn serve(config: Config) -> anyhow::Result<()> {
    raise_descriptor_limit(config.limits.max_connections);
    let stdout = config.console.clone();
    let listeners = server::bind(&config).await?;
    let stop = server::ops::shutdown::stop_signal().context("cannot catch signals")?;
    if let Some(tls) = &config.tls
        && matches!(tls.source(), Source::Files { .. })
    {
        let reload = tls.clone().reload_at_hangup();
        tokio::spawn(reload.context("cannot catch SIGHUP")?);
    }
    stdout.log(&format!("울림 {}", address_to_open(&config, &listeners)?));
    if let Some(tls) = &config.tls
        && matches!(tls.source(), Source::SelfSigned)
    {
        stdout.log(&format!("SHA-256 {}", tls.fingerprint()));
    }
    server::run(listeners, config, stop).await;
    stdout.flush_within(FLUSH_TIMEOUT);
    Ok(())
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
