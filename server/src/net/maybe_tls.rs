//! The stream under HTTP and frames: TCP, bare or through TLS.
//!
//! One type for both, so that what stands on it is compiled once; a choice of two and not a trait
//! object, so that the hot path has a branch and no dynamic dispatch. The larger one is in a box,
//! so that a connection without TLS does not hold room for it.

use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;
use tokio_util::either::Either;

/// TCP on the left, TLS on the right.
pub(crate) type Wire = Either<TcpStream, Box<TlsStream<TcpStream>>>;

/// The TCP connection that is under it in any case.
pub(crate) fn tcp(wire: &Wire) -> &TcpStream {
    match wire {
        Either::Left(tcp) => tcp,
        Either::Right(tls) => tls.get_ref().0,
    }
}
