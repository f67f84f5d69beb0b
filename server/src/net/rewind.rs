//! A stream with bytes put back in front of it, and the way to have the bare stream again.

use std::io::Cursor;

use bytes::{Buf, Bytes, BytesMut};
use tokio::io::{
    AsyncRead, AsyncReadExt, AsyncWrite, Chain, Join, ReadHalf, WriteHalf, join, split,
};

/// Reads the bytes that were put back, then the stream; writes to the stream.
pub(crate) type Rewound<S> = Join<Chain<Cursor<Bytes>, ReadHalf<S>>, WriteHalf<S>>;

/// Puts bytes back in front of the stream they were read from.
pub(crate) fn rewind<S: AsyncRead + AsyncWrite>(stream: S, read: BytesMut) -> Rewound<S> {
    let (reader, writer) = split(stream);
    join(
        AsyncReadExt::chain(Cursor::new(read.freeze()), reader),
        writer,
    )
}

/// The bare stream, and those of the bytes put back that have not been read again.
pub(crate) fn into_parts<S: AsyncRead + AsyncWrite + Unpin>(rewound: Rewound<S>) -> (S, Bytes) {
    let (chain, writer) = rewound.into_inner();
    let (mut unread, reader) = chain.into_inner();
    let unread = unread.copy_to_bytes(unread.remaining());
    // Both halves are of the stream that was split above, so this does not panic.
    (reader.unsplit(writer), unread)
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncWriteExt;
    use tokio::net::{TcpListener, TcpStream};

    use super::*;

    #[tokio::test]
    async fn rewound_stream_reads_bytes_put_back_first_and_returns_the_unread_ones() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut client = TcpStream::connect(listener.local_addr().unwrap())
            .await
            .unwrap();
        let (stream, _) = listener.accept().await.unwrap();
        client.write_all(b"later").await.unwrap();

        let mut rewound = rewind(stream, BytesMut::from("put back"));
        let mut first = [0; 4];
        rewound.read_exact(&mut first).await.unwrap();
        let (mut stream, unread) = into_parts(rewound);
        let mut later = [0; 5];
        stream.read_exact(&mut later).await.unwrap();
        assert_eq!(
            (&first, &unread[..], &later),
            (b"put ", &b"back"[..], b"later")
        );
    }
}
