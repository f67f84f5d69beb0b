//! A certificate with its private key, from files or self-signed.
//!
//! What may not enter: connections (`tls`), flags (`config`).

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rcgen::{CertificateParams, DnType, ExtendedKeyUsagePurpose, KeyPair};
use sha2::{Digest, Sha256};
use thiserror::Error;
use tokio_rustls::rustls::pki_types::pem::{self, PemObject};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// Where a certificate comes from.
#[derive(Clone, Debug)]
pub enum Source {
    /// From files in PEM.
    Files {
        /// The server's certificate, followed by the intermediate ones.
        cert: PathBuf,
        /// Its private key, without a passphrase.
        key: PathBuf,
    },
    /// Self-signed, for `localhost` and both loopback addresses.
    SelfSigned,
}

/// A chain of certificates, the server's own first, and its private key.
#[derive(Debug)]
pub(crate) struct Certificate {
    pub(crate) chain: Vec<CertificateDer<'static>>,
    pub(crate) key: PrivateKeyDer<'static>,
}

/// Why there is no certificate. Each error names the file to look at.
#[derive(Debug, Error)]
#[expect(missing_docs, reason = "the sentences say it")]
pub enum CertificateError {
    #[error("cannot read {}: {error}", path.display())]
    Unreadable { path: PathBuf, error: pem::Error },
    #[error("{} holds no certificate in PEM", .0.display())]
    NoCertificate(PathBuf),
    #[error("{} holds no private key in PEM that has no passphrase", .0.display())]
    NoKey(PathBuf),
    #[error("the key in {} does not belong to the certificate in {}", key.display(), cert.display())]
    Mismatch { cert: PathBuf, key: PathBuf },
    #[error("{} and {} cannot be used: {error}", cert.display(), key.display())]
    Unusable {
        cert: PathBuf,
        key: PathBuf,
        error: tokio_rustls::rustls::Error,
    },
    #[error("cannot make a certificate: {0}")]
    SelfSigned(String),
}

/// A self-signed certificate is valid for this long. Apple's systems accept no longer one
/// (<https://support.apple.com/en-us/102028>), and a server on a developer's machine runs far shorter.
const SELF_SIGNED_TTL: Duration = Duration::from_secs(397 * 24 * 60 * 60);

impl Certificate {
    /// Loads or makes the certificate of `source`.
    pub(crate) fn load(source: &Source) -> Result<Self, CertificateError> {
        match source {
            Source::Files { cert, key } => Ok(Self {
                chain: read_chain(cert)?,
                key: read_key(key)?,
            }),
            Source::SelfSigned => {
                sign_self().map_err(|error| CertificateError::SelfSigned(error.to_string()))
            }
        }
    }

    /// The SHA-256 of the server's own certificate, as browsers and `openssl x509 -fingerprint`
    /// write it.
    pub(crate) fn fingerprint(&self) -> String {
        let digest = self.chain.first().map(Sha256::digest).unwrap_or_default();
        let bytes: Vec<_> = digest.iter().map(|byte| format!("{byte:02X}")).collect();
        bytes.join(":")
    }
}

fn read_chain(path: &Path) -> Result<Vec<CertificateDer<'static>>, CertificateError> {
    let chain =
        CertificateDer::pem_file_iter(path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    match chain {
        Ok(chain) if chain.is_empty() => Err(CertificateError::NoCertificate(path.to_owned())),
        Ok(chain) => Ok(chain),
        Err(error) => Err(unreadable(path, error)),
    }
}

fn read_key(path: &Path) -> Result<PrivateKeyDer<'static>, CertificateError> {
    PrivateKeyDer::from_pem_file(path).map_err(|error| match error {
        pem::Error::NoItemsFound => CertificateError::NoKey(path.to_owned()),
        error => unreadable(path, error),
    })
}

fn unreadable(path: &Path, error: pem::Error) -> CertificateError {
    CertificateError::Unreadable {
        path: path.to_owned(),
        error,
    }
}

fn sign_self() -> Result<Certificate, rcgen::Error> {
    let names = ["localhost", "127.0.0.1", "::1"].map(str::to_owned);
    let mut params = CertificateParams::new(names)?;
    params
        .distinguished_name
        .push(DnType::CommonName, "Ullim on localhost");
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    let now = SystemTime::now();
    params.not_before = now.into();
    params.not_after = (now + SELF_SIGNED_TTL).into();
    let key = KeyPair::generate()?;
    let certificate = params.self_signed(&key)?;
    Ok(Certificate {
        chain: vec![certificate.into()],
        key: PrivateKeyDer::Pkcs8(key.serialize_der().into()),
    })
}
