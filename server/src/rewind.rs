//! A TCP stream with bytes put back before it, and the way to have the bare stream again.

use std::io::Cursor;

use bytes::{Buf, Bytes, BytesMut};
use tokio::io::{AsyncReadExt, Chain, Join, join};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf, ReuniteError};

/// Reads what was put back, then the stream; writes to the stream.
pub(crate) type Rewound = Join<Chain<Cursor<Bytes>, OwnedReadHalf>, OwnedWriteHalf>;

/// Puts back what was read.
pub(crate) fn rewind(stream: TcpStream, read: BytesMut) -> Rewound {
    let (reader, writer) = stream.into_split();
    join(
        AsyncReadExt::chain(Cursor::new(read.freeze()), reader),
        writer,
    )
}

/// The bare stream, and what nobody has read again yet.
pub(crate) fn unwind(rewound: Rewound) -> Result<(TcpStream, Bytes), ReuniteError> {
    let (chain, writer) = rewound.into_inner();
    let (mut unread, reader) = chain.into_inner();
    let unread = unread.copy_to_bytes(unread.remaining());
    Ok((reader.reunite(writer)?, unread))
}
