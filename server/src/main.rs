//! The server of Ullim: parse → Config → bind → run.

use std::io::IsTerminal;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use clap::{CommandFactory, Parser, error::ErrorKind};
use server::config::{Cli, Config};
use tokio::net::TcpListener;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// How long the last lines may take to get out at the end.
const LAST_LINES: Duration = Duration::from_millis(500);

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    log_to_stderr(&cli);
    let config = match Config::try_from(cli) {
        Ok(config) => config,
        Err(error) => Cli::command()
            .error(ErrorKind::ValueValidation, error)
            .exit(),
    };
    match serve(config).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(config: Config) -> anyhow::Result<()> {
    let console = config.console.clone();
    let listeners = server::bind(&config).await?;
    let asked_to_stop = server::shutdown::asked_by_signal().context("cannot catch signals")?;
    console.log(&format!("울림 {}", address_to_open(&config, &listeners)?));
    server::run(listeners, config, asked_to_stop).await;
    console.flush(LAST_LINES);
    Ok(())
}

/// What a person types into a browser on this machine.
fn address_to_open(config: &Config, listeners: &[TcpListener]) -> anyhow::Result<String> {
    let first = listeners
        .first()
        .context("no address to listen on")?
        .local_addr()?;
    Ok(match first {
        _ if config.binds.is_empty() => format!("http://localhost:{}", first.port()),
        // All addresses are none that a browser can open.
        SocketAddr::V4(v4) if v4.ip().is_unspecified() => format!("http://localhost:{}", v4.port()),
        SocketAddr::V6(v6) if v6.ip().is_unspecified() => format!("http://localhost:{}", v6.port()),
        address => format!("http://{address}"),
    })
}

fn log_to_stderr(cli: &Cli) {
    let stderr = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    tracing_subscriber::registry()
        .with(stderr)
        .with(cli.log.clone())
        .init();
}
