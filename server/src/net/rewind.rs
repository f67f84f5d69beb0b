//! A stream with bytes put back before it, and the way to have the bare stream again.

use std::io::Cursor;

use bytes::{Buf, Bytes, BytesMut};
use tokio::io::{
    AsyncRead, AsyncReadExt, AsyncWrite, Chain, Join, ReadHalf, WriteHalf, join, split,
};

/// Reads what was put back, then the stream; writes to the stream.
pub(crate) type Rewound<S> = Join<Chain<Cursor<Bytes>, ReadHalf<S>>, WriteHalf<S>>;

/// Puts back what was read.
pub(crate) fn rewind<S: AsyncRead + AsyncWrite>(stream: S, read: BytesMut) -> Rewound<S> {
    let (reader, writer) = split(stream);
    join(
        AsyncReadExt::chain(Cursor::new(read.freeze()), reader),
        writer,
    )
}

/// The bare stream, and what nobody has read again yet.
pub(crate) fn unwind<S: AsyncRead + AsyncWrite + Unpin>(rewound: Rewound<S>) -> (S, Bytes) {
    let (chain, writer) = rewound.into_inner();
    let (mut unread, reader) = chain.into_inner();
    let unread = unread.copy_to_bytes(unread.remaining());
    // They are halves of one stream, the one that was split above.
    (reader.unsplit(writer), unread)
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncWriteExt;
    use tokio::net::{TcpListener, TcpStream};

    use super::*;

    #[tokio::test]
    async fn what_is_put_back_is_read_first_and_what_is_left_of_it_is_returned() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut client = TcpStream::connect(listener.local_addr().unwrap())
            .await
            .unwrap();
        let (stream, _) = listener.accept().await.unwrap();
        client.write_all(b"later").await.unwrap();

        let mut rewound = rewind(stream, BytesMut::from("put back"));
        let mut first = [0; 4];
        rewound.read_exact(&mut first).await.unwrap();
        let (mut stream, unread) = unwind(rewound);
        let mut later = [0; 5];
        stream.read_exact(&mut later).await.unwrap();
        assert_eq!(
            (&first, &unread[..], &later),
            (b"put ", &b"back"[..], b"later")
        );
    }
}
