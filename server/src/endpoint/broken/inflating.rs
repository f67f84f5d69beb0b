//! A message of zeros that is short on the wire.

use std::io;

use frames::deflate::{CompressionLevel, Deflater};
use frames::header::{Header, LengthWidth, OpCode};
use frames::negotiation::DirectionParameters;
use tokio::io::{AsyncWrite, AsyncWriteExt};

/// The zeros in one frame, which takes some 1,000 bytes on the wire.
const FRAME_BYTES: u64 = 1024 * 1024;

/// Writes a binary message that inflates to `inflated_bytes` zeros.
///
/// Each frame but the last has the same bytes, and each is compressed without a look at those before it. So the server
/// compresses one frame and not the whole message, however large that is.
pub(super) async fn write<S>(stream: &mut S, inflated_bytes: u64) -> io::Result<()>
where
    S: AsyncWrite + Unpin,
{
    let mut fragment = block(FRAME_BYTES)?;
    // The end of a flush, which is cut off at the end of the message only (RFC 7692 section 7.2.1).
    fragment.extend_from_slice(&[0x00, 0x00, 0xFF, 0xFF]);
    let mut opcode = OpCode::Binary;
    let mut left = inflated_bytes;
    while left > FRAME_BYTES {
        left -= FRAME_BYTES;
        write_frame(stream, opcode, false, &fragment).await?;
        opcode = OpCode::Continuation;
    }
    write_frame(stream, opcode, true, &block(left)?).await
}

/// A block of zeros that refers to nothing before it.
fn block(bytes: u64) -> io::Result<Vec<u8>> {
    let mut deflater = Deflater::new(
        DirectionParameters::WITHOUT_TAKEOVER,
        CompressionLevel::DEFAULT,
    );
    let mut payload = Vec::new();
    // At most FRAME_BYTES, so that it fits.
    let zeros = vec![0; bytes as usize];
    let compressed = deflater.compress(&zeros, true, &mut payload);
    compressed.map_err(io::Error::other)?;
    Ok(payload)
}

async fn write_frame<S>(stream: &mut S, opcode: OpCode, fin: bool, payload: &[u8]) -> io::Result<()>
where
    S: AsyncWrite + Unpin,
{
    let mut header = Header {
        fin,
        ..Header::new(opcode, payload.len() as u64)
    };
    header.rsv.rsv1 = opcode != OpCode::Continuation;
    let header = header.encode_unchecked(LengthWidth::Bits7);
    stream.write_all(&[&header, payload].concat()).await
}

#[cfg(test)]
mod tests {
    use frames::extension::Receiver;
    use frames::header::Role;
    use frames::negotiation::Agreement;

    use super::*;

    #[tokio::test]
    async fn message_of_any_size_inflates_to_it() {
        for bytes in [1, FRAME_BYTES, FRAME_BYTES + 1, 3 * FRAME_BYTES + 5] {
            let mut wire = Vec::new();
            write(&mut wire, bytes).await.unwrap();
            let agreement = Agreement::default();
            let mut receiver = Receiver::new(Role::Server, &agreement, u64::MAX, u64::MAX);
            let mut taken = 0;
            while taken < wire.len() || receiver.is_due() {
                let mut plain = Vec::new();
                taken += receiver.read(&mut wire[taken..], &mut plain).unwrap();
            }
            assert!(receiver.is_between_messages());
            assert_eq!(receiver.bytes().inflated, bytes);
        }
    }
}
