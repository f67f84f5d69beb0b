//! tokio-websockets after its echo example: frames and messages of any size, one thread, and no
//! cooperative yielding.

use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio::task::unconstrained;
use tokio_websockets::{Config, Error, Limits, ServerBuilder};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let listener = peers::listen().await?;
    loop {
        let (stream, _) = listener.accept().await?;
        tokio::spawn(unconstrained(async move {
            if let Err(error) = echo(stream).await {
                eprintln!("{error}");
            }
        }));
    }
}

async fn echo(stream: TcpStream) -> Result<(), Error> {
    let (_, mut ws) = ServerBuilder::new()
        .config(Config::default().frame_size(usize::MAX))
        .limits(Limits::unlimited())
        .accept(stream)
        .await?;
    while let Some(message) = ws.next().await {
        let message = message?;
        if message.is_text() || message.is_binary() {
            ws.send(message).await?;
        }
    }
    Ok(())
}
