//! The flags of TLS.

use std::path::PathBuf;

use clap::Args;
use clap::builder::BoolishValueParser;

use super::ConfigError;
use crate::net::certificate::Source;

/// The certificate, if there is one.
#[derive(Clone, Debug, Args)]
pub(crate) struct TlsFlags {
    /// Certificate in PEM, followed by the intermediate ones; loaded again on SIGHUP
    #[arg(long, env = "ULLIM_TLS_CERT", value_name = "FILE")]
    tls_cert: Option<PathBuf>,

    /// Private key of the certificate, in PEM without a passphrase; loaded again on SIGHUP
    #[arg(long, env = "ULLIM_TLS_KEY", value_name = "FILE")]
    tls_key: Option<PathBuf>,

    /// Make a certificate for localhost, 127.0.0.1 and ::1, and print its SHA-256 fingerprint
    #[arg(long, env = "ULLIM_TLS_SELF_SIGNED", value_parser = BoolishValueParser::new())]
    tls_self_signed: bool,
}

impl TlsFlags {
    /// Where the certificate comes from; `None` for no TLS.
    pub(super) fn source(self) -> Result<Option<Source>, ConfigError> {
        match (self.tls_cert, self.tls_key) {
            (None, None) => Ok(self.tls_self_signed.then_some(Source::SelfSigned)),
            (Some(_), Some(_)) if self.tls_self_signed => Err(ConfigError::ConflictingCertificates),
            (Some(cert), Some(key)) => Ok(Some(Source::Files { cert, key })),
            _ => Err(ConfigError::IncompleteKeyPair),
        }
    }
}
