//! One message of 16 MiB, of text and of bytes, as the workbench receives and shows it.

use std::net::SocketAddr;

use anyhow::{Context, Result};
use e2e::{
    browser::Browser,
    page::{self, Page},
};
use futures_util::{SinkExt, StreamExt};
use serde::Deserialize;
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::{
    accept_async,
    tungstenite::{Error, Message},
};

use crate::{
    figure::{Figure, Limit},
    workbench,
};

const MESSAGE_BYTES: usize = 16 << 20;

const FRAME_MAX_MS: f64 = 200.0;

/// A message is folded when the whole workbench shows no more text than this.
const CHARACTERS_MAX: f64 = 20_000.0;

/// What a round gave.
#[derive(Debug, Deserialize)]
struct Large {
    gaps_ms: Vec<f64>,
    characters: f64,
    elements: f64,
}

pub(crate) fn measure(rounds: u32) -> Result<Vec<Figure>> {
    let mut figures = Vec::new();
    page::run_unobserved(Browser::Chromium, async |page| {
        for (name, message) in [("text", text()), ("binary", binary())] {
            let server = serve(message).await?;
            let mut taken = Vec::new();
            for round in 0..rounds {
                eprintln!("16 MiB of {name}, round {} of {rounds} …", round + 1);
                taken.push(take(page, server).await?);
            }
            figures.extend(of(name, &taken));
        }
        Ok(())
    })?;
    Ok(figures)
}

async fn take(page: &Page, server: SocketAddr) -> Result<Large> {
    workbench::open(page, &format!("ws://{server}/")).await?;
    workbench::run(page, include_str!("large.js")).await
}

fn of(name: &str, taken: &[Large]) -> [Figure; 3] {
    let figure = |what: &str, unit, value: fn(&Large) -> f64| {
        let rounds = taken.iter().map(value).collect();
        Figure::new(format!("16 MiB of {name}: {what}"), unit, rounds)
    };
    [
        figure("longest frame", "ms", |it| {
            it.gaps_ms.iter().copied().fold(0.0, f64::max)
        })
        .limited(Limit::AtMost(FRAME_MAX_MS)),
        figure("characters shown", "", |it| it.characters).limited(Limit::AtMost(CHARACTERS_MAX)),
        figure("elements", "", |it| it.elements),
    ]
}

/// JSON on one line, so that everything which wants to make a message readable has its work with it.
fn text() -> Message {
    let mut text = "[0".to_owned();
    let mut number = 0;
    while text.len() < MESSAGE_BYTES - 16 {
        number += 1;
        text += &format!(",{number}");
    }
    let padding = MESSAGE_BYTES - 1 - text.len();
    text.extend(std::iter::repeat_n(' ', padding));
    text.push(']');
    Message::text(text)
}

fn binary() -> Message {
    Message::binary(
        (0..=u8::MAX)
            .cycle()
            .take(MESSAGE_BYTES)
            .collect::<Vec<_>>(),
    )
}

/// Sends this message, and nothing else, to everybody who connects, until the runtime ends.
async fn serve(message: Message) -> Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr().context("no address")?;
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let message = message.clone();
            tokio::spawn(async move {
                // What fails is seen as a message that does not come.
                if let Err(error) = send(message, stream).await {
                    eprintln!("the connection that carries the message: {error}");
                }
            });
        }
    });
    Ok(address)
}

async fn send(message: Message, stream: TcpStream) -> Result<(), Error> {
    let mut socket = accept_async(stream).await?;
    socket.send(message).await?;
    while socket.next().await.transpose()?.is_some() {}
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_16_mib_and_the_text_is_json() {
        assert_eq!(binary().len(), MESSAGE_BYTES);
        let text = text();
        assert_eq!(text.len(), MESSAGE_BYTES);
        let numbers: Vec<u32> = serde_json::from_slice(&text.into_data()).unwrap();
        assert_eq!(numbers[1000], 1000);
    }
}
