//! Messages that came together are answered together: one write for a batch of answers.
//!
//! A write for sixteen answers costs little more than a write for one, and nobody gets an answer
//! later for it: what has come is answered at once, and written before anybody waits.

use std::future::poll_fn;
use std::task::{Context, Poll, ready};

use futures_util::{SinkExt, StreamExt};
use tokio::task::yield_now;
use tokio_tungstenite::tungstenite::{Error, Message};

use super::Socket;

/// After so many bytes a client waits for its next turn, so that one that never stops sending costs
/// the others a fraction of a millisecond.
const TURN_BYTES: usize = 128 * 1024;

/// What a message costs beside its payload: the header of its frame is at most so long (RFC 6455
/// section 5.2).
const HEADER_BYTES: usize = 14;

/// Answers each message, until the client has left; `None` is no answer.
///
/// Nothing piles up: while the socket does not get rid of its answers no further message is read.
///
/// # Errors
///
/// What broke the connection.
pub(super) async fn answer_each(
    mut socket: impl Socket,
    mut answer: impl FnMut(Message) -> Option<Message>,
) -> Result<(), Error> {
    loop {
        let turn = poll_fn(|cx| poll_turn(&mut socket, &mut answer, cx)).await?;
        socket.flush().await?;
        match turn {
            Turn::Over => yield_now().await,
            Turn::Last => return Ok(()),
        }
    }
}

/// How a turn ended.
enum Turn {
    /// By what it cost.
    Over,
    /// The client has left.
    Last,
}

/// Answers what has come. It is one function and not a future for each message, as those would cost
/// as much as the frames do.
fn poll_turn(
    socket: &mut impl Socket,
    answer: &mut impl FnMut(Message) -> Option<Message>,
    cx: &mut Context<'_>,
) -> Poll<Result<Turn, Error>> {
    let mut turn_bytes = 0;
    while turn_bytes < TURN_BYTES {
        // First of all, so that no answer has to be kept for later.
        ready!(socket.poll_ready_unpin(cx))?;
        let Poll::Ready(message) = socket.poll_next_unpin(cx) else {
            ready!(socket.poll_flush_unpin(cx))?;
            return Poll::Pending;
        };
        let Some(message) = message.transpose()? else {
            return Poll::Ready(Ok(Turn::Last));
        };
        turn_bytes += message.len() + HEADER_BYTES;
        if let Some(answer) = answer(message) {
            socket.start_send_unpin(answer)?;
        }
    }
    Poll::Ready(Ok(Turn::Over))
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
    async fn what_has_come_is_answered_in_order_and_with_one_write() {
        let mut client = client(numbers(3));
        assert!(answer_each(&mut client, Some).now_or_never().is_none());
        assert_eq!(client.writes(), [numbers(3)]);
    }

    #[tokio::test]
    async fn the_last_answers_are_written_though_the_client_leaves() {
        let mut client = client(numbers(2)).then_leaves();
        answer_each(&mut client, Some).await.unwrap();
        assert_eq!(client.writes(), [numbers(2)]);
    }

    #[tokio::test]
    async fn nothing_is_read_while_there_is_no_room_for_its_answer() {
        let mut client = client(numbers(5)).with_capacity(2);
        assert!(answer_each(&mut client, Some).now_or_never().is_none());
        assert_eq!((client.unread(), client.unflushed()), (3, 2));
    }

    #[tokio::test]
    async fn a_client_that_never_stops_gives_others_their_turn() {
        let message = Message::binary(vec![0; 1024]);
        let mut client = client(std::iter::repeat_n(message, 1000)).then_leaves();
        assert!(answer_each(&mut client, Some).now_or_never().is_none());
        let turn = TURN_BYTES.div_ceil(1024 + HEADER_BYTES);
        assert_eq!(client.writes().iter().map(Vec::len).sum::<usize>(), turn);
        answer_each(&mut client, Some).await.unwrap();
        assert_eq!(client.writes().iter().map(Vec::len).sum::<usize>(), 1000);
    }
}
