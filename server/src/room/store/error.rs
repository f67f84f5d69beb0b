//! Why a store refuses an operation.
//!
//! What may not enter: the errors of one store. They travel as the source of [`StoreError::Failed`].

use std::error::Error;
use std::sync::Arc;

use protocol::superchat::ErrorCode;
use thiserror::Error;

/// A message was sent before, too long ago to know whether it was stored. A person decides whether to send it again
/// under a new id, because it may then appear twice.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("it is unknown whether an earlier message with this id was stored")]
pub struct Forgotten;

/// Why a store refuses an operation.
#[derive(Clone, Debug, Error)]
pub enum StoreError {
    /// See [`Forgotten`].
    #[error(transparent)]
    Forgotten(#[from] Forgotten),
    /// The store has no connection, or has not read the room to its end. Retry with the same id.
    #[error("the store is not ready")]
    NotReady,
    /// The store did not answer before its time limit, or before its connection was lost. The message may be stored:
    /// retry with the same id.
    #[error("the store did not answer")]
    NoAnswer,
    /// The store failed, and its log says so. The message may be stored: retry with the same id.
    #[error("the store failed")]
    Failed(#[source] Arc<dyn Error + Send + Sync>),
}

impl StoreError {
    /// The store failed for the reason `source`.
    pub(super) fn failed(source: impl Error + Send + Sync + 'static) -> Self {
        Self::Failed(Arc::new(source))
    }
}

impl From<StoreError> for ErrorCode {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Forgotten(_) => Self::IdForgotten,
            StoreError::NotReady | StoreError::NoAnswer | StoreError::Failed(_) => {
                Self::StoreUnavailable
            }
        }
    }
}

/// An error and its sources in one line, as the log has it.
pub(super) fn chain(error: &dyn Error) -> String {
    let mut sentences = vec![error.to_string()];
    let mut next = error.source();
    while let Some(source) = next {
        sentences.push(source.to_string());
        next = source.source();
    }
    sentences.join(": ")
}
