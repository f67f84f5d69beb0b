//! Answers in batches: messages that arrived together are answered with one write.
//!
//! A write of sixteen answers costs little more than a write of one. No answer is later for it: every message
//! that has arrived is answered at once, and the answers are written before the endpoint waits.

use std::future::poll_fn;
use std::task::{Context, Poll, ready};

use futures_util::{SinkExt, StreamExt};
use tokio::task::yield_now;
use tokio_tungstenite::tungstenite::{Error, Message};

use super::MessageSocket;

/// After this many bytes another task runs, so that a client that never stops sending delays the others by a
/// fraction of a millisecond.
const TURN_BYTES: usize = 128 * 1024;

/// The size of the longest frame header (RFC 6455 section 5.2), which each message costs beside its payload.
const HEADER_BYTES: usize = 14;

/// The answer to a message.
pub(super) enum Answer {
    /// There is none.
    Nothing,
    /// One message.
    Whole(Message),
    /// The frames of one message, made while they are written: the whole would be too large to hold.
    Frames(Box<dyn Iterator<Item = Message> + Send>),
}

/// Answers each message until the client has left.
///
/// No further message is read while the socket cannot take its answer.
///
/// # Errors
///
/// The connection broke.
pub(super) async fn answer_each(
    mut socket: impl MessageSocket,
    mut answer: impl FnMut(Message) -> Answer,
) -> Result<(), Error> {
    loop {
        match poll_fn(|cx| poll_turn(&mut socket, &mut answer, cx)).await? {
            Turn::LimitReached => {
                socket.flush().await?;
                yield_now().await;
            }
            Turn::Frames(frames) => {
                feed_each(&mut socket, frames).await?;
                socket.flush().await?;
                yield_now().await;
            }
            Turn::ClientLeft => return socket.flush().await,
        }
    }
}

/// Sends the frames of one message, in turns. A flush is still to come.
///
/// # Errors
///
/// The connection broke.
pub(super) async fn feed_each(
    socket: &mut impl MessageSocket,
    frames: impl Iterator<Item = Message>,
) -> Result<(), Error> {
    let mut turn_bytes = 0;
    for frame in frames {
        turn_bytes += frame.len() + HEADER_BYTES;
        socket.feed(frame).await?;
        if turn_bytes >= TURN_BYTES {
            turn_bytes = 0;
            yield_now().await;
        }
    }
    Ok(())
}

/// How a turn ended.
enum Turn {
    /// By its limit on bytes.
    LimitReached,
    /// By an answer in frames, which come next.
    Frames(Box<dyn Iterator<Item = Message> + Send>),
    /// The client has left.
    ClientLeft,
}

/// Answers the messages that have arrived. One function polls for all of them: a future for each message would
/// cost as much as its frame.
fn poll_turn(
    socket: &mut impl MessageSocket,
    answer: &mut impl FnMut(Message) -> Answer,
    cx: &mut Context<'_>,
) -> Poll<Result<Turn, Error>> {
    let mut turn_bytes = 0;
    while turn_bytes < TURN_BYTES {
        // Before the message is read, so that its answer can be sent at once.
        ready!(socket.poll_ready_unpin(cx))?;
        let Poll::Ready(message) = socket.poll_next_unpin(cx) else {
            ready!(socket.poll_flush_unpin(cx))?;
            return Poll::Pending;
        };
        let Some(message) = message.transpose()? else {
            return Poll::Ready(Ok(Turn::ClientLeft));
        };
        turn_bytes += message.len() + HEADER_BYTES;
        match answer(message) {
            Answer::Nothing => {}
            Answer::Whole(message) => socket.start_send_unpin(message)?,
            Answer::Frames(frames) => return Poll::Ready(Ok(Turn::Frames(frames))),
        }
    }
    Poll::Ready(Ok(Turn::LimitReached))
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;
    use testkit::scripted_socket::ScriptedSocket;

    use super::*;

    fn numbers(count: usize) -> Vec<Message> {
        (0..count)
            .map(|number| Message::text(number.to_string()))
            .collect()
    }

    fn client(says: impl IntoIterator<Item = Message>) -> ScriptedSocket {
        ScriptedSocket::new(says.into_iter().map(Ok))
    }

    #[tokio::test]
    async fn messages_that_have_arrived_are_answered_in_order_with_one_write() {
        let mut client = client(numbers(3));
        assert!(
            answer_each(&mut client, Answer::Whole)
                .now_or_never()
                .is_none()
        );
        assert_eq!(client.writes(), [numbers(3)]);
    }

    #[tokio::test]
    async fn answers_to_a_client_that_leaves_are_written() {
        let mut client = client(numbers(2)).then_leaves();
        answer_each(&mut client, Answer::Whole).await.unwrap();
        assert_eq!(client.writes(), [numbers(2)]);
    }

    #[tokio::test]
    async fn message_is_not_read_while_its_answer_does_not_fit() {
        let mut client = client(numbers(5)).with_capacity(2);
        assert!(
            answer_each(&mut client, Answer::Whole)
                .now_or_never()
                .is_none()
        );
        assert_eq!((client.unread(), client.unflushed()), (3, 2));
    }

    #[tokio::test]
    async fn client_that_never_stops_sending_yields_after_a_turn() {
        let message = Message::binary(vec![0; 1024]);
        let mut client = client(std::iter::repeat_n(message, 1000)).then_leaves();
        assert!(
            answer_each(&mut client, Answer::Whole)
                .now_or_never()
                .is_none()
        );
        let turn = TURN_BYTES.div_ceil(1024 + HEADER_BYTES);
        assert_eq!(client.writes().iter().map(Vec::len).sum::<usize>(), turn);
        answer_each(&mut client, Answer::Whole).await.unwrap();
        assert_eq!(client.writes().iter().map(Vec::len).sum::<usize>(), 1000);
    }

    #[tokio::test]
    async fn message_in_many_frames_yields_after_a_turn() {
        let frames = || std::iter::repeat_n(Message::binary(vec![0; 1024]), 1000);
        let mut client = client([]);
        assert!(feed_each(&mut client, frames()).now_or_never().is_none());
        assert_eq!(client.unflushed(), TURN_BYTES.div_ceil(1024 + HEADER_BYTES));
        feed_each(&mut client, frames()).await.unwrap();
    }
}
