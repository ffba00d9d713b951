//! A bound on what strangers may ask for in a short time, by the network that they come from.
//!
//! Nothing is written anywhere. In memory stands no address, but a number made of it with a secret
//! of this run, and no longer than the window lasts.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::{Mutex, PoisonError};

use app::Token;
use app::identity::Origin;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use domain::identity::Device;
use jiff::{SignedDuration, Timestamp};

use crate::cookie;

/// How many times a network may ask in a window: a council in one hall shares one address.
pub(crate) const MOST: u32 = 60;

/// How long a window lasts.
const WINDOW: SignedDuration = SignedDuration::from_mins(1);

/// How many networks are told apart at a time; those beyond share one count.
const NETWORKS: usize = 100_000;

/// How often what is over is looked for.
const SWEEP: SignedDuration = SignedDuration::from_secs(1);

/// The count that networks share for which there is no room, or no address.
const SHARED: u64 = u64::MAX;

/// When each window began and how often its network has asked, and when what is over was last removed.
#[derive(Debug)]
struct Seen {
    counts: BTreeMap<u64, (Timestamp, u32)>,
    swept: Timestamp,
}

/// Counts by network, and by what is asked for.
#[derive(Debug)]
pub(crate) struct Limit {
    secret: [u8; 16],
    most: u32,
    window: SignedDuration,
    seen: Mutex<Seen>,
}

impl Limit {
    pub(crate) const fn new(secret: [u8; 16]) -> Self {
        Self::of(secret, MOST, WINDOW)
    }

    /// A limit of its own: so many times in a window of this length.
    pub(crate) const fn of(secret: [u8; 16], most: u32, window: SignedDuration) -> Self {
        Self {
            secret,
            most,
            window,
            seen: Mutex::new(Seen {
                counts: BTreeMap::new(),
                swept: Timestamp::UNIX_EPOCH,
            }),
        }
    }

    /// Counts one request; the seconds to wait when there have been too many.
    pub(crate) fn take(&self, client: Client, now: Timestamp) -> Result<(), i64> {
        self.take_of(client, "", now)
    }

    /// The same for one of several things that are counted apart.
    pub(crate) fn take_of(&self, client: Client, what: &str, now: Timestamp) -> Result<(), i64> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let is_over = |began: Timestamp| now.duration_since(began) >= self.window;
        if now.duration_since(seen.swept).abs() >= SWEEP {
            seen.counts.retain(|_, (began, _)| !is_over(*began));
            seen.swept = now;
        }
        let seen = &mut seen.counts;
        let key = client.0.map_or(SHARED, |address| self.key(address, what));
        let key = if seen.len() < NETWORKS || seen.contains_key(&key) {
            key
        } else {
            SHARED
        };
        let (began, count) = seen.entry(key).or_insert((now, 0));
        if is_over(*began) {
            (*began, *count) = (now, 0);
        }
        *count = count.saturating_add(1);
        let shares = client.0.map_or(1, customers);
        if *count <= self.most.saturating_mul(shares) {
            return Ok(());
        }
        let left = self.window.saturating_sub(now.duration_since(*began));
        Err(left.as_secs().max(1))
    }

    fn key(&self, address: IpAddr, what: &str) -> u64 {
        key(self.secret, what, address)
    }
}

/// How many customers' worth a network may ask for: 48 bits of IPv6 are the most that one has, and a few
/// neighbours often share them.
fn customers(address: IpAddr) -> u32 {
    match address.to_canonical() {
        IpAddr::V4(_) => 1,
        IpAddr::V6(_) => 4,
    }
}

/// A number that stands for the network of an address and what it asks for, made with a secret of
/// this run.
pub(crate) fn key(secret: [u8; 16], what: &str, address: IpAddr) -> u64 {
    let mut hasher = DefaultHasher::new();
    secret.hash(&mut hasher);
    what.hash(&mut hasher);
    network(address).hash(&mut hasher);
    hasher.finish()
}

/// The network of an address: itself, or the first 48 bits of IPv6. That is the most that one customer
/// gets (RFC 6177): by longer ones somebody with such a network would pass for 65,536.
fn network(address: IpAddr) -> IpAddr {
    beginning(address, 3)
}

/// The network in which secrets are tried: itself, or 64 bits of IPv6. Whoever has more of them is held
/// back by the count of the account; the neighbours are not.
fn subnet(address: IpAddr) -> IpAddr {
    beginning(address, 4)
}

/// An address of IPv4 whole, and of IPv6 so many of its groups of 16 bits.
fn beginning(address: IpAddr, groups: usize) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(long) => {
            let mut segments = long.segments();
            segments.iter_mut().skip(groups).for_each(|it| *it = 0);
            IpAddr::V6(Ipv6Addr::from(segments))
        }
        short @ IpAddr::V4(_) => short,
    }
}

/// Where a request comes from, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Client(Option<IpAddr>);

impl Client {
    /// The network, for the limit on trying secrets.
    pub(crate) fn origin(self) -> Origin {
        Origin::new(self.0.map(subnet))
    }

    /// A proxy of one's own stands on the same machine or network, and adds whom it speaks for at
    /// the end of `X-Forwarded-For`. Nobody else is believed, nor anything before the last.
    fn of(peer: Option<IpAddr>, headers: &HeaderMap) -> Self {
        let told = headers.get_all("x-forwarded-for").into_iter().next_back();
        let told = told
            .and_then(|line| line.to_str().ok())
            .and_then(|line| line.rsplit(',').next())
            .and_then(|last| last.trim().parse().ok());
        match peer.map(|peer| peer.to_canonical()) {
            Some(peer) if is_own(peer) => Self(told.or(Some(peer))),
            other => Self(other),
        }
    }
}

/// Whether this is a machine of one's own network, as a proxy of one's own is.
pub(crate) fn is_own(peer: IpAddr) -> bool {
    match peer {
        IpAddr::V4(short) => short.is_loopback() || short.is_private(),
        IpAddr::V6(long) => long.is_loopback() || long.is_unique_local(),
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        Ok(Self::of(peer.map(|peer| peer.0.ip()), &parts.headers))
    }
}

/// Where somebody who logs in comes from: the network, and the device by what the browser says and by
/// the cookie of an earlier session. Nobody who answers a survey is asked for either.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Arrival {
    client: Client,
    device: Device,
    known: Option<Token>,
}

impl Arrival {
    /// For use cases in which a secret is tried.
    pub(crate) fn origin(self) -> Origin {
        self.client.origin().on(self.device, self.known)
    }

    /// Whether the browser brought the cookie of a device.
    pub(crate) const fn is_known(self) -> bool {
        self.known.is_some()
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Arrival {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let client = Client::from_request_parts(parts, state).await?;
        let agent = parts.headers.get(header::USER_AGENT);
        let agent = agent.and_then(|it| it.to_str().ok()).unwrap_or_default();
        Ok(Self {
            client,
            device: Device::of_agent(agent),
            known: cookie::read(&parts.headers, cookie::DEVICE).and_then(Token::parse),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).unwrap()
    }

    fn client(address: &str) -> Client {
        Client(Some(address.parse().unwrap()))
    }

    fn of(peer: &str, told: &str) -> Client {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", told.parse().unwrap());
        Client::of(Some(peer.parse().unwrap()), &headers)
    }

    #[test]
    fn a_network_waits_until_its_window_is_over_and_others_do_not() {
        let limit = Limit::new([7; 16]);
        for _ in 0..MOST * 4 {
            assert_eq!(limit.take(client("2001:db8::1"), at(0)), Ok(()));
        }
        assert_eq!(limit.take(client("2001:db8::2"), at(20)), Err(40));
        assert_eq!(limit.take(client("2001:db8:0:1::1"), at(20)), Err(40));
        assert_eq!(limit.take(client("2001:db8:1::1"), at(20)), Ok(()));
        assert_eq!(limit.take(client("192.0.2.1"), at(20)), Ok(()));
        assert_eq!(limit.take(client("2001:db8::1"), at(60)), Ok(()));
        let kept = limit.seen.lock().unwrap();
        assert_eq!(kept.counts.len(), 3, "what is over is forgotten");
    }

    #[test]
    fn what_is_counted_apart_does_not_use_up_each_other() {
        let limit = Limit::of([7; 16], 2, SignedDuration::from_mins(10));
        let one = client("192.0.2.1");
        for what in ["a", "b"] {
            assert_eq!(limit.take_of(one, what, at(0)), Ok(()));
            assert_eq!(limit.take_of(one, what, at(300)), Ok(()));
            assert_eq!(limit.take_of(one, what, at(301)), Err(299));
        }
        assert_eq!(limit.take_of(one, "a", at(600)), Ok(()));
    }

    #[test]
    fn more_networks_than_there_is_room_for_share_one_count() {
        let limit = Limit::new([7; 16]);
        for n in 0..200_000_u32 {
            let address = IpAddr::V4(n.into());
            let _counted = limit.take(Client(Some(address)), at(0));
        }
        assert_eq!(limit.seen.lock().unwrap().counts.len(), NETWORKS + 1);
        assert!(limit.take(client("203.0.113.9"), at(1)).is_err());
    }

    #[test]
    fn only_a_proxy_of_ones_own_is_believed() {
        assert_eq!(of("127.0.0.1", "192.0.2.7"), client("192.0.2.7"));
        assert_eq!(of("10.1.2.3", "1.1.1.1, 192.0.2.7"), client("192.0.2.7"));
        assert_eq!(of("::ffff:127.0.0.1", "192.0.2.7"), client("192.0.2.7"));
        assert_eq!(of("127.0.0.1", "unknown"), client("127.0.0.1"));
        assert_eq!(of("203.0.113.9", "192.0.2.7"), client("203.0.113.9"));
    }
}
