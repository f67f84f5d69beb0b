//! The stream under HTTP and frames: TCP, bare or through TLS.
//!
//! It is one type for both, so everything above it is compiled once. It is an enum and not a trait
//! object, so the hot path has a branch and no dynamic dispatch.

use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;
use tokio_util::either::Either;

/// TCP on the left, TLS on the right. TLS is boxed: a connection without it does not hold its room.
pub(crate) type MaybeTls = Either<TcpStream, Box<TlsStream<TcpStream>>>;

/// The TCP connection under it.
pub(crate) fn tcp(stream: &MaybeTls) -> &TcpStream {
    match stream {
        Either::Left(tcp) => tcp,
        Either::Right(tls) => tls.get_ref().0,
    }
}
