//! TLS: the server's side of the handshake, and the certificate in use.
//!
//! What may not enter: where a certificate comes from (`certificate`), and what goes through TLS.

use std::io;
use std::sync::Arc;

use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::{self, ServerConfig, crypto::ring};
use tokio_util::either::Either;
use tracing::{error, info};

use super::certificate::{Certificate, CertificateError, Source};
use super::maybe_tls::MaybeTls;

/// The first byte of a TLS connection: a record of the type `handshake` (RFC 8446 section 5.1).
const HANDSHAKE_RECORD: u8 = 22;

/// The certificate in use and its source; clones share them.
#[derive(Clone, Debug)]
pub struct Tls {
    source: Source,
    current: Arc<watch::Sender<Current>>,
}

/// The certificate of new connections. It is replaced as a whole, and open connections keep theirs.
#[derive(Clone, Debug)]
struct Current {
    config: Arc<ServerConfig>,
    fingerprint: String,
}

impl Tls {
    /// TLS with the certificate from `source`.
    ///
    /// # Errors
    ///
    /// The source has no certificate that can be used.
    pub fn new(source: Source) -> Result<Self, CertificateError> {
        let (current, _) = watch::channel(Current::load(&source)?);
        Ok(Self {
            source,
            current: Arc::new(current),
        })
    }

    /// Where the certificate comes from.
    #[must_use]
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The SHA-256 of the certificate, as browsers and `openssl x509 -fingerprint` write it.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        self.current.borrow().fingerprint.clone()
    }

    /// Loads the certificate again. One that cannot be used changes nothing.
    pub fn reload(&self) {
        match Current::load(&self.source) {
            Ok(current) => {
                info!(
                    fingerprint = current.fingerprint,
                    "SIGHUP: a new certificate"
                );
                self.current.send_replace(current);
            }
            Err(error) => error!("SIGHUP: the old certificate stays: {error}"),
        }
    }

    /// Makes the server's side of a TLS handshake. A client whose first byte begins no such handshake stays
    /// without TLS, so that it can be answered in plain HTTP.
    ///
    /// # Errors
    ///
    /// The error, of which an alert has told the client, and the connection.
    pub(crate) async fn accept(
        &self,
        stream: TcpStream,
    ) -> Result<MaybeTls, (io::Error, TcpStream)> {
        let mut first = [0];
        match stream.peek(&mut first).await {
            Ok(_) if first != [HANDSHAKE_RECORD] => return Ok(Either::Left(stream)),
            Ok(_) => {}
            Err(error) => return Err((error, stream)),
        }
        let config = Arc::clone(&self.current.borrow().config);
        let accepted = TlsAcceptor::from(config)
            .accept(stream)
            .into_fallible()
            .await;
        accepted.map(|stream| Either::Right(Box::new(stream)))
    }
}

impl Current {
    fn load(source: &Source) -> Result<Self, CertificateError> {
        let certificate = Certificate::load(source)?;
        let fingerprint = certificate.fingerprint();
        let config = configure(certificate).map_err(|error| match source.clone() {
            Source::SelfSigned => CertificateError::SelfSigned(error.to_string()),
            Source::Files { cert, key } => match error {
                rustls::Error::InconsistentKeys(_) => CertificateError::Mismatch { cert, key },
                error => CertificateError::Unusable { cert, key, error },
            },
        })?;
        Ok(Self {
            config: Arc::new(config),
            fingerprint,
        })
    }
}

fn configure(certificate: Certificate) -> Result<ServerConfig, rustls::Error> {
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(certificate.chain, certificate.key)?;
    // Browsers prefer HTTP/2, which has no Upgrade (RFC 9113 section 8.6).
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}
