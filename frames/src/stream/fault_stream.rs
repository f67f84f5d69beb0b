//! A stream on which a plan of faults is carried out, in both directions.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

use super::buffer::{Buffer, poll_write_all};
use crate::buffers;
use crate::direction::Direction;
use crate::faults::{Action, FaultInjector, Plan};

/// The bytes of one read.
const READ_BYTES: usize = 16 * 1024;

/// The most bytes of one write.
const WRITE_BYTES: usize = 64 * 1024;

/// A server's stream over `S` whose frames suffer the faults of a plan. Without a plan it is `S`.
///
/// Where TCP is cut, reading is at its end and writing fails with [`io::ErrorKind::ConnectionAborted`]. A direction that
/// stands still for ever never completes: the limits of time above it end the connection.
#[derive(Debug)]
pub struct FaultStream<S> {
    stream: S,
    faults: Option<Box<Faults>>,
}

#[derive(Debug)]
struct Faults {
    /// What is read.
    to_server: Way,
    /// What is written.
    to_client: Way,
}

/// One direction.
#[derive(Debug)]
struct Way {
    injector: FaultInjector,
    /// What came, until all of it has suffered its faults; and how far that is.
    input: Vec<u8>,
    position: usize,
    /// What the faults have let pass, and was not passed on yet.
    passed: Buffer,
    wait: Option<Pin<Box<Sleep>>>,
    ending: Option<Ending>,
}

/// The end of a direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    Held,
    HalfOpen,
    Cut,
}

impl<S> FaultStream<S> {
    /// `stream` with the faults of `plan`, if there is one.
    pub fn new(stream: S, plan: Option<&Plan>) -> Self {
        let faults = plan.map(|plan| {
            Box::new(Faults {
                to_server: Way::new(plan, Direction::ToServer),
                to_client: Way::new(plan, Direction::ToClient),
            })
        });
        Self { stream, faults }
    }

    /// The stream below.
    pub fn get_ref(&self) -> &S {
        &self.stream
    }

    /// The stream below. What this one holds for it is dropped; flush first.
    pub fn into_inner(self) -> S {
        self.stream
    }

    /// The memory that it takes beside itself.
    pub fn memory_bytes(&self) -> usize {
        self.faults.as_ref().map_or(0, |it| {
            let ways = [&it.to_server, &it.to_client];
            let buffers = ways.map(|way| way.input.capacity() + way.passed.memory_bytes());
            size_of::<Faults>() + buffers.iter().sum::<usize>()
        })
    }
}

impl Way {
    fn new(plan: &Plan, direction: Direction) -> Self {
        Self {
            injector: plan.injector(direction),
            input: Vec::new(),
            position: 0,
            passed: Buffer::default(),
            wait: None,
            ending: None,
        }
    }

    /// Lets the input pass as the plan says, and completes when it is used up or the direction has ended.
    fn poll_faults(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        while !self.input.is_empty() && self.ending.is_none() {
            if let Some(wait) = &mut self.wait {
                ready!(wait.as_mut().poll(cx));
                self.wait = None;
            }
            let passed = buffers::ensure(&mut self.passed.bytes);
            match self.injector.next(&self.input, &mut self.position) {
                Some(Action::Pass(range)) => passed.extend_from_slice(&self.input[range]),
                Some(Action::PassBytes(bytes)) => passed.extend_from_slice(bytes),
                Some(Action::Wait(duration)) => self.wait = Some(Box::pin(sleep(duration))),
                Some(Action::Hold) => self.ending = Some(Ending::Held),
                Some(Action::HalfOpen) => self.ending = Some(Ending::HalfOpen),
                Some(Action::CutTcp) => self.ending = Some(Ending::Cut),
                None => {
                    buffers::give_back(&mut self.input);
                    self.position = 0;
                }
            }
            // Gives the room back, if nothing has passed.
            self.passed.take(0);
        }
        Poll::Ready(())
    }
}

impl Faults {
    fn is_half_open(&self) -> bool {
        [&self.to_server, &self.to_client]
            .iter()
            .any(|way| way.ending == Some(Ending::HalfOpen))
    }

    fn is_cut(&self) -> bool {
        [&self.to_server, &self.to_client]
            .iter()
            .any(|way| way.ending == Some(Ending::Cut))
    }

    /// Carries out the faults on the way to the client, and writes what has passed.
    fn poll_to_client<S: AsyncWrite + Unpin>(
        &mut self,
        stream: &mut S,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        if self.is_half_open() {
            return Poll::Pending;
        }
        let faults = self.to_client.poll_faults(cx);
        // What has passed goes before the wait.
        ready!(poll_write_all(&mut self.to_client.passed, stream, cx))?;
        if self.is_cut() {
            return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()));
        }
        match self.to_client.ending {
            Some(_) => Poll::Pending,
            None => faults.map(Ok),
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for FaultStream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let Self { stream, faults } = &mut *self;
        let Some(faults) = faults else {
            return Pin::new(stream).poll_read(cx, buf);
        };
        loop {
            if faults.is_half_open() {
                return Poll::Pending;
            }
            let way = &mut faults.to_server;
            let done = way.poll_faults(cx);
            if !way.passed.is_empty() {
                way.passed.read_into(buf);
                return Poll::Ready(Ok(()));
            }
            if faults.is_cut() {
                return Poll::Ready(Ok(()));
            }
            let way = &mut faults.to_server;
            ready!(done);
            if way.ending.is_some() {
                return Poll::Pending;
            }
            let mut received = Buffer::default();
            ready!(received.poll_fill(stream, READ_BYTES, cx))?;
            if received.is_empty() {
                // The end. Half a header is passed on before it.
                let rest = way.injector.finish();
                buf.put_slice(&rest[..rest.len().min(buf.remaining())]);
                return Poll::Ready(Ok(()));
            }
            way.input = received.bytes;
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for FaultStream<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        let Self { stream, faults } = &mut *self;
        let Some(faults) = faults else {
            return Pin::new(stream).poll_write(cx, buf);
        };
        ready!(faults.poll_to_client(stream, cx))?;
        let piece = &buf[..buf.len().min(WRITE_BYTES)];
        buffers::ensure(&mut faults.to_client.input).extend_from_slice(piece);
        match faults.poll_to_client(stream, cx) {
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            // The rest goes with the next write, or with a flush.
            Poll::Ready(Ok(())) | Poll::Pending => Poll::Ready(Ok(piece.len())),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let Self { stream, faults } = &mut *self;
        if let Some(faults) = faults {
            ready!(faults.poll_to_client(stream, cx))?;
        }
        Pin::new(stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let Self { stream, faults } = &mut *self;
        if let Some(faults) = faults
            && !faults.is_cut()
        {
            ready!(faults.poll_to_client(stream, cx))?;
        }
        Pin::new(stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};
    use tokio::time::{Instant, timeout};

    use super::*;

    const FRAMES: &[u8] = b"\x81\x01a\x81\x01b\x81\x01c";

    /// What a client reads of three messages that a server writes under a plan, until the end or for ten seconds.
    async fn written_under(plan: &str) -> (Vec<u8>, bool) {
        let plan: Plan = plan.parse().unwrap();
        let (server, mut client) = duplex(1024);
        let mut stream = FaultStream::new(server, Some(&plan));
        let writing = tokio::spawn(async move {
            for frame in FRAMES.chunks(3) {
                stream.write_all(frame).await?;
                stream.flush().await?;
            }
            // Open, until the client has seen enough.
            std::future::pending::<io::Result<()>>().await
        });
        let mut read = Vec::new();
        let is_ended = timeout(Duration::from_secs(10), client.read_to_end(&mut read)).await;
        writing.abort();
        (read, is_ended.is_ok())
    }

    #[tokio::test(start_paused = true)]
    async fn plan_decides_what_a_client_reads() {
        for (plan, expected, is_ended) in [
            ("fault=drop&frame=2", &b"\x81\x01a\x81\x01c"[..], false),
            (
                "fault=repeat&frame=3",
                b"\x81\x01a\x81\x01b\x81\x01c\x81\x01c",
                false,
            ),
            (
                "fault=cut&frame=2&offset_bytes=2",
                b"\x81\x01a\x81\x01",
                true,
            ),
            (
                "fault=corrupt&frame=1&offset_bytes=2&bit=7",
                b"\x81\x01`\x81\x01b\x81\x01c",
                false,
            ),
            ("fault=stall&frame=2", b"\x81\x01a", false),
            ("fault=half-open&frame=3", b"\x81\x01a\x81\x01b", false),
            ("fault=drop&direction=to-server", FRAMES, false),
        ] {
            let read = written_under(plan).await;
            assert_eq!(read, (expected.to_vec(), is_ended), "{plan}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn stall_and_drip_take_their_time() {
        for (plan, took_ms) in [
            ("fault=stall&frame=2&duration_ms=700", 700),
            ("fault=drip&piece_bytes=2&interval_ms=100", 400),
        ] {
            let plan: Plan = plan.parse().unwrap();
            let (server, mut client) = duplex(1024);
            let mut stream = FaultStream::new(server, Some(&plan));
            let start = Instant::now();
            let write = async {
                stream.write_all(FRAMES).await.unwrap();
                stream.flush().await.unwrap();
            };
            let mut read = [0; FRAMES.len()];
            let (_, done) = tokio::join!(write, client.read_exact(&mut read));
            done.unwrap();
            assert_eq!((&read[..], start.elapsed().as_millis()), (FRAMES, took_ms));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn frame_of_the_client_is_left_out_of_what_is_read() {
        let plan: Plan = "fault=drop&frame=2&direction=to-server".parse().unwrap();
        let (server, mut client) = duplex(1024);
        let mut stream = FaultStream::new(server, Some(&plan));
        client.write_all(FRAMES).await.unwrap();
        drop(client);
        let mut read = Vec::new();
        stream.read_to_end(&mut read).await.unwrap();
        assert_eq!(read, b"\x81\x01a\x81\x01c");
    }
}
