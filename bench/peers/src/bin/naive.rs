//! A first program with tokio-tungstenite: it returns each message, with every default.
//!
//! At `/room` a message goes to every client but its sender, through tokio's broadcast channel. Each client's task
//! sends it.

use std::error::Error;

use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio::sync::broadcast;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{Request, Response};

type Outcome = Result<(), Box<dyn Error + Send + Sync>>;

/// How many messages the room keeps for a client that does not read.
const CAPACITY: usize = 1024;

/// The room: a message, and the number of the client who sent it.
type Room = broadcast::Sender<(u64, Message)>;

#[tokio::main]
async fn main() -> Outcome {
    let listener = peers::listen().await?;
    let (room, _) = broadcast::channel(CAPACITY);
    for number in 0.. {
        let (stream, _) = listener.accept().await?;
        let room = room.clone();
        tokio::spawn(async move {
            if let Err(error) = serve(stream, number, room).await {
                eprintln!("{error}");
            }
        });
    }
    Ok(())
}

async fn serve(stream: TcpStream, number: u64, room: Room) -> Outcome {
    let mut is_room = false;
    #[expect(clippy::result_large_err, reason = "the library has it so")]
    let see_path = |request: &Request, response: Response| {
        is_room = request.uri().path() == "/room";
        Ok(response)
    };
    let ws = tokio_tungstenite::accept_hdr_async(stream, see_path).await?;
    if is_room {
        join(ws, number, room).await
    } else {
        echo(ws).await
    }
}

async fn echo(mut ws: WebSocketStream<TcpStream>) -> Outcome {
    while let Some(message) = ws.next().await {
        let message = message?;
        if is_data(&message) {
            ws.send(message).await?;
        }
    }
    Ok(())
}

async fn join(mut ws: WebSocketStream<TcpStream>, number: u64, room: Room) -> Outcome {
    let mut others = room.subscribe();
    loop {
        tokio::select! {
            message = ws.next() => match message {
                Some(message) => {
                    let message = message?;
                    if is_data(&message) {
                        room.send((number, message))?;
                    }
                }
                None => return Ok(()),
            },
            // A client that lags behind by more than the room's capacity is closed.
            message = others.recv() => {
                let (sender, message) = message?;
                if sender != number {
                    ws.send(message).await?;
                }
            }
        }
    }
}

/// Pings and close frames are answered by the library.
fn is_data(message: &Message) -> bool {
    message.is_text() || message.is_binary()
}
