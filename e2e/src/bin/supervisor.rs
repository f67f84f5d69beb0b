//! `supervisor --server PATH`: starts and kills real servers for tests that run inside a browser.
//!
//! It prints its own address as the first line of standard output. It ends with all its servers on SIGTERM, on
//! SIGINT, and when its standard input is closed, so that it does not outlive its parent.

use std::{io, net::SocketAddr, path::PathBuf};

use anyhow::{Context, Result};
use clap::Parser;
use e2e::supervisor::Supervisor;
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    sync::oneshot,
};

/// Starts and kills real servers for tests that run inside a browser.
#[derive(Debug, Parser)]
struct Cli {
    /// The server binary.
    #[arg(long, value_name = "PATH")]
    server: PathBuf,

    /// Where to listen; port 0 takes a port that is free.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0")]
    bind: SocketAddr,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let cli = Cli::parse();
    let listener = TcpListener::bind(cli.bind)
        .await
        .with_context(|| format!("cannot listen on {}", cli.bind))?;
    let supervisor = Supervisor::new(cli.server);
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let input_closed = input_closed();
    println!("http://{}", listener.local_addr()?);

    tokio::select! {
        served = axum::serve(listener, supervisor.router()) => served?,
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
        _ = input_closed => {}
    }
    supervisor.kill_all().await;
    Ok(())
}

/// Resolves when standard input ends. It reads on a thread of its own: tokio would wait at its end for a pending
/// read, and this one may never return.
fn input_closed() -> oneshot::Receiver<()> {
    let (closed, input_closed) = oneshot::channel();
    std::thread::spawn(move || {
        // An input that cannot be read counts as closed.
        let _ = io::copy(&mut io::stdin().lock(), &mut io::sink());
        let _ = closed.send(());
    });
    input_closed
}
