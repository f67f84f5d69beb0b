//! The limit on TCP connections, in all and per client address.
//!
//! A slot is taken before anything else is done for a connection. Dropping it frees it, so it is free
//! however the connection ends.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use thiserror::Error;
use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::config::Limits;
use crate::text::{self, text};

/// The value of `Retry-After` in a refusal, in seconds.
const RETRY_AFTER_S: u32 = 10;

/// The slots of a server; clones share them.
#[derive(Clone, Debug)]
pub(crate) struct Slots {
    all: Arc<Semaphore>,
    /// How many slots each address has taken; an address without connections has no entry.
    per_address: Arc<Mutex<HashMap<IpAddr, usize>>>,
    max_per_address: usize,
}

/// One of all connections.
pub(crate) type Slot = OwnedSemaphorePermit;

/// One of the connections of an address.
#[derive(Debug)]
pub(crate) struct AddressSlot {
    slots: Slots,
    address: IpAddr,
}

/// Every slot is taken. Its sentence is the answer to the client.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub(crate) enum NoFreeSlot {
    /// Answered with 503.
    #[error("The server has as many connections as it takes (--max-connections); try again later.")]
    InAll,
    /// Answered with 429.
    #[error(
        "Your address has as many connections as it may have, which is {0}; close one of them \
         (--max-connections-per-address)."
    )]
    ForAddress(usize),
}

impl Slots {
    /// All slots that `limits` allow.
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            all: Arc::new(Semaphore::new(limits.max_connections)),
            per_address: Arc::default(),
            max_per_address: limits.max_connections_per_address,
        }
    }

    /// Takes one of all slots.
    pub(crate) fn take(&self) -> Result<Slot, NoFreeSlot> {
        let taken = Arc::clone(&self.all).try_acquire_owned();
        taken.map_err(|_| NoFreeSlot::InAll)
    }

    /// Takes one of the slots of an address.
    pub(crate) fn take_for_address(&self, address: IpAddr) -> Result<AddressSlot, NoFreeSlot> {
        let address = network(address);
        let mut per_address = self.per_address();
        let taken = per_address.entry(address).or_default();
        if *taken == self.max_per_address {
            return Err(NoFreeSlot::ForAddress(self.max_per_address));
        }
        *taken += 1;
        drop(per_address);
        Ok(AddressSlot {
            slots: self.clone(),
            address,
        })
    }

    /// A panic of another thread leaves the map whole: no statement changes it halfway.
    fn per_address(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        let locked = self.per_address.lock();
        locked.unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for AddressSlot {
    fn drop(&mut self) {
        let mut per_address = self.slots.per_address();
        if let Some(taken) = per_address.get_mut(&self.address) {
            *taken -= 1;
            if *taken == 0 {
                per_address.remove(&self.address);
            }
        }
    }
}

/// The addresses that count as one. A site is given 2^64 addresses of IPv6, so there it is the /64.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
        address => address,
    }
}

impl NoFreeSlot {
    fn status(self) -> StatusCode {
        match self {
            Self::InAll => StatusCode::SERVICE_UNAVAILABLE,
            Self::ForAddress(_) => StatusCode::TOO_MANY_REQUESTS,
        }
    }

    /// The label in metrics.
    pub(crate) fn reason(self) -> &'static str {
        match self {
            Self::InAll => "max-connections",
            Self::ForAddress(_) => "max-connections-per-address",
        }
    }

    /// Answers a connection of which no request has been read.
    ///
    /// # Errors
    ///
    /// The client is gone.
    pub(crate) async fn answer(
        self,
        stream: &mut (impl AsyncWrite + Unpin),
    ) -> std::io::Result<()> {
        let retry = format!("retry-after: {RETRY_AFTER_S}\r\n");
        let answer = text::raw(self.status(), &retry, &self.to_string());
        stream.write_all(answer.as_bytes()).await
    }
}

impl IntoResponse for NoFreeSlot {
    fn into_response(self) -> Response {
        let mut response = text(self.status(), &self.to_string());
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(RETRY_AFTER_S));
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slots(max_per_address: usize) -> Slots {
        Slots {
            all: Arc::new(Semaphore::new(1)),
            per_address: Arc::default(),
            max_per_address,
        }
    }

    #[test]
    fn slot_dropped_is_free_again() {
        let slots = slots(1);
        let address = IpAddr::from([192, 0, 2, 1]);
        let taken = (
            slots.take().unwrap(),
            slots.take_for_address(address).unwrap(),
        );
        assert_eq!(slots.take().unwrap_err(), NoFreeSlot::InAll);
        assert_eq!(
            slots.take_for_address(address).unwrap_err(),
            NoFreeSlot::ForAddress(1)
        );
        assert!(slots.take_for_address([192, 0, 2, 2].into()).is_ok());
        drop(taken);
        assert!(slots.take().is_ok() && slots.take_for_address(address).is_ok());
        assert!(
            slots.per_address().is_empty(),
            "an address without connections has no entry"
        );
    }

    #[test]
    fn address_ipv6_counts_by_its_64_bit_network_and_mapped_ipv4_as_ipv4() {
        for (one, other, are_one) in [
            ("2001:db8::1", "2001:db8::ffff:0:0:1", true),
            ("2001:db8::1", "2001:db8:0:1::1", false),
            ("192.0.2.1", "::ffff:192.0.2.1", true),
            ("192.0.2.1", "192.0.2.2", false),
        ] {
            let slots = slots(1);
            let _taken = slots.take_for_address(one.parse().unwrap()).unwrap();
            let second = slots.take_for_address(other.parse().unwrap());
            assert_eq!(second.is_err(), are_one, "{one} {other}");
        }
    }
}
