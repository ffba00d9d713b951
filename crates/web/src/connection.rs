//! Connections: how many there are at a time, in all and from one network, and how long one may stay
//! that says nothing or hears nothing.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::Request;
use axum::response::Response;
use axum::routing::future::RouteFuture;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, timeout};

use crate::limit;

/// Files that are open besides connections: databases, logs, what is being written.
const OTHER_FILES: usize = 200;

/// More than this no machine of ours serves well; a proxy before it holds the rest back.
const MOST: usize = 4_096;

/// How long a head may take, and how long a connection may be idle before its next one.
const HEAD: Duration = Duration::from_secs(20);

/// How long what was sent may wait to be taken.
const UNREAD: Duration = Duration::from_mins(1);

/// How long requests under way may go on when the server stops: none is answered later.
const LAST: Duration = Duration::from_mins(1);

/// The most bytes of a head.
const HEAD_BYTES: usize = 64 * 1024;

/// How long nobody is let in after that failed, most often because no file may be opened.
const PAUSE: Duration = Duration::from_millis(200);

/// What is said to a network that holds too many connections; no page, because nothing was asked.
const REFUSAL: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 15\r\nx-content-type-options: nosniff\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

/// The bounds of connections.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// At a time.
    all: usize,
    /// At a time from one network: an address, or 48 bits of IPv6.
    network: usize,
    head: Duration,
    unread: Duration,
    /// Whom the bound for a network does not hold: a proxy of one's own speaks for many.
    is_own: fn(IpAddr) -> bool,
}

impl Bounds {
    /// The bounds of a process that may have so many files open. Half is the most for one network:
    /// whoever holds that cannot keep others out, and a council in one hall gets in.
    #[must_use]
    pub fn of_files(files: usize) -> Self {
        let all = files.saturating_sub(OTHER_FILES).clamp(16, MOST);
        Self {
            all,
            network: all / 2,
            head: HEAD,
            unread: UNREAD,
            is_own: limit::is_own,
        }
    }
}

/// Who is connected. Networks stand here as numbers made with a secret of this run.
#[derive(Debug)]
struct Crowd {
    secret: [u8; 16],
    most: usize,
    here: Mutex<BTreeMap<u64, usize>>,
}

impl Crowd {
    /// Lets one more of a network in; nothing when too many of it are here.
    fn enter(self: &Arc<Self>, address: IpAddr) -> Option<Guest> {
        let network = limit::key(self.secret, "connection", address);
        let mut here = self.here.lock().unwrap_or_else(PoisonError::into_inner);
        let count = here.entry(network).or_default();
        if *count >= self.most {
            return None;
        }
        *count += 1;
        Some(Guest {
            crowd: Arc::clone(self),
            network,
        })
    }
}

/// One connection of a network; it is gone when this is dropped.
#[derive(Debug)]
struct Guest {
    crowd: Arc<Crowd>,
    network: u64,
}

impl Drop for Guest {
    fn drop(&mut self) {
        let mut here = self
            .crowd
            .here
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = here.get_mut(&self.network) {
            *count -= 1;
            if *count == 0 {
                here.remove(&self.network);
            }
        }
    }
}

/// Serves a site until told to stop, within bounds, and lets requests under way finish.
pub(crate) async fn serve(
    listener: TcpListener,
    site: Router,
    (bounds, secret): (Bounds, [u8; 16]),
    stop: impl Future<Output = ()> + Send,
) {
    let places = Arc::new(Semaphore::new(bounds.all));
    let crowd = Arc::new(Crowd {
        secret,
        most: bounds.network,
        here: Mutex::default(),
    });
    let finishing = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let next = next(&listener, &places, &crowd, bounds);
        let (stream, peer, guest) = tokio::select! {
            () = &mut stop => break,
            next = next => next,
        };
        let served = finishing.watch(connection(stream, peer, &site, bounds));
        tokio::spawn(async move {
            // What goes wrong on a connection is the other side's, and of no use in a log.
            let _ended = served.await;
            drop(guest);
        });
    }
    drop(listener);
    let _unfinished = timeout(LAST, finishing.shutdown()).await;
}

/// A place among all, and one among those of the network.
type Places = (OwnedSemaphorePermit, Option<Guest>);

/// The next connection that may stay. With every place taken the others wait before the door, where
/// they cost the machine nothing.
async fn next(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
    crowd: &Arc<Crowd>,
    bounds: Bounds,
) -> (TcpStream, SocketAddr, Places) {
    loop {
        let place = Arc::clone(places).acquire_owned().await;
        let (Ok(place), Ok((stream, peer))) = (place, accepted(listener).await) else {
            sleep(PAUSE).await;
            continue;
        };
        let address = peer.ip().to_canonical();
        if (bounds.is_own)(address) {
            return (stream, peer, (place, None));
        }
        match crowd.enter(address) {
            Some(guest) => return (stream, peer, (place, Some(guest))),
            // A fresh connection takes these few bytes at once, or they do not matter.
            None => drop(stream.try_write(REFUSAL)),
        }
    }
}

async fn accepted(listener: &TcpListener) -> io::Result<(TcpStream, SocketAddr)> {
    loop {
        match listener.accept().await {
            Err(error) if is_of_one(&error) => {}
            Err(error) => {
                tracing::error!(%error, "nobody can be let in");
                return Err(error);
            }
            accepted => return accepted,
        }
    }
}

/// Whether only the one failed that was to be let in.
fn is_of_one(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
    )
}

/// What of a connection is served: HTTP/1.1, which the product speaks alone.
type Served = http1::Connection<TokioIo<TcpStream>, TowerToHyperService<WithPeer>>;

/// The site, told of each request whose connection it came by. The table of routes is shared: a copy
/// for each connection would cost a third of a megabyte before anything is asked.
#[derive(Clone)]
struct WithPeer {
    site: Router,
    peer: SocketAddr,
}

impl tower::Service<Request<Incoming>> for WithPeer {
    type Response = Response;
    type Error = Infallible;
    type Future = RouteFuture<Infallible>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        tower::Service::<Request<Incoming>>::poll_ready(&mut self.site, cx)
    }

    fn call(&mut self, mut request: Request<Incoming>) -> Self::Future {
        request.extensions_mut().insert(ConnectInfo(self.peer));
        tower::Service::call(&mut self.site, request)
    }
}

fn connection(stream: TcpStream, peer: SocketAddr, site: &Router, bounds: Bounds) -> Served {
    let unread = u32::try_from(bounds.unread.as_millis()).unwrap_or(u32::MAX);
    // Where the system knows no such bound, the connection is served without it.
    let _unknown = rustix::net::sockopt::set_tcp_user_timeout(&stream, unread);
    let site = WithPeer {
        site: site.clone(),
        peer,
    };
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(bounds.head)
        .max_buf_size(HEAD_BYTES)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(site))
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::sync::oneshot;

    use super::*;

    const ASKED: &[u8] = b"GET / HTTP/1.1\r\nhost: x\r\n\r\n";

    const WIDE: Bounds = Bounds {
        all: 100,
        network: 100,
        head: Duration::from_mins(5),
        unread: Duration::from_mins(5),
        is_own: |_| false,
    };

    /// A server with these bounds, and what stops it; `/large` answers more than sockets hold.
    async fn server(bounds: Bounds) -> (SocketAddr, oneshot::Sender<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, told) = oneshot::channel();
        let site = Router::new()
            .route("/", get(|| async { "here" }))
            .route("/large", get(|| async { vec![b'x'; 64 << 20] }));
        tokio::spawn(serve(listener, site, (bounds, [7; 16]), async {
            let _told = told.await;
        }));
        (address, stop)
    }

    async fn connect(address: SocketAddr) -> TcpStream {
        TcpStream::connect(address).await.unwrap()
    }

    /// What comes until the other side closes, or until it has answered as it does.
    async fn heard(stream: &mut TcpStream) -> String {
        let mut heard = Vec::new();
        let mut piece = [0; 4096];
        while !heard.ends_with(b"here") {
            match stream.read(&mut piece).await {
                Ok(0) | Err(_) => break,
                Ok(count) => heard.extend(&piece[..count]),
            }
        }
        String::from_utf8_lossy(&heard).into_owned()
    }

    #[tokio::test]
    async fn a_head_that_does_not_end_and_a_connection_that_says_nothing_are_closed() {
        let (address, _stop) = server(Bounds {
            head: Duration::from_millis(50),
            ..WIDE
        })
        .await;
        let (mut slow, mut silent, mut idle) = (
            connect(address).await,
            connect(address).await,
            connect(address).await,
        );
        slow.write_all(b"GET / HTTP/1.1\r\nhost: x\r\nx-slow: ")
            .await
            .unwrap();
        idle.write_all(ASKED).await.unwrap();
        assert!(heard(&mut idle).await.ends_with("here"));
        for stream in [&mut slow, &mut silent, &mut idle] {
            assert!(
                !heard(stream).await.contains("here"),
                "closed without an answer"
            );
        }
    }

    #[tokio::test]
    async fn with_every_place_taken_the_next_waits_until_one_goes() {
        let (address, _stop) = server(Bounds { all: 2, ..WIDE }).await;
        let mut first = connect(address).await;
        first.write_all(ASKED).await.unwrap();
        assert!(heard(&mut first).await.ends_with("here"));
        let _second = connect(address).await;
        let mut third = connect(address).await;
        third.write_all(ASKED).await.unwrap();
        let early = timeout(Duration::from_millis(100), heard(&mut third)).await;
        assert!(early.is_err(), "nobody answers it: {early:?}");
        drop(first);
        assert!(heard(&mut third).await.ends_with("here"));
    }

    #[tokio::test]
    async fn a_network_that_holds_too_many_is_told_to_come_again_and_a_proxy_of_ones_own_is_not() {
        let narrow = Bounds { network: 2, ..WIDE };
        let (address, _stop) = server(narrow).await;
        let mut held = [connect(address).await, connect(address).await];
        for stream in &mut held {
            stream.write_all(ASKED).await.unwrap();
            assert!(heard(stream).await.ends_with("here"));
        }
        let told = heard(&mut connect(address).await).await;
        assert!(
            told.starts_with("HTTP/1.1 503 ") && told.contains("retry-after"),
            "{told}"
        );
        drop(held);
        let mut again = String::new();
        while !again.ends_with("here") {
            let mut stream = connect(address).await;
            let _refused = stream.write_all(ASKED).await;
            again = heard(&mut stream).await;
        }
        let proxied = Bounds {
            is_own: limit::is_own,
            ..narrow
        };
        let (address, _stop) = server(proxied).await;
        let mut many = Vec::new();
        for _ in 0..10 {
            let mut stream = connect(address).await;
            stream.write_all(ASKED).await.unwrap();
            assert!(heard(&mut stream).await.ends_with("here"));
            many.push(stream);
        }
    }

    #[test]
    fn networks_are_counted_apart_and_forgotten_when_they_have_gone() {
        let crowd = Arc::new(Crowd {
            secret: [7; 16],
            most: 2,
            here: Mutex::default(),
        });
        let enter = |address: &str| crowd.enter(address.parse().unwrap());
        let one = (enter("2001:db8::1"), enter("2001:db8::2"));
        assert!(one.0.is_some() && one.1.is_some());
        assert!(enter("2001:db8:0:3::1").is_none(), "the same 48 bits");
        let other = (enter("2001:db8:1::1"), enter("192.0.2.1"));
        assert!(other.0.is_some() && other.1.is_some());
        drop(one.0);
        assert!(enter("2001:db8::3").is_some());
        drop((one.1, other));
        assert!(crowd.here.lock().unwrap().is_empty());
    }

    /// Whoever asks for much and takes nothing would hold a place for ever.
    #[tokio::test]
    async fn a_connection_that_does_not_take_its_answer_is_closed() {
        let (address, _stop) = server(Bounds {
            all: 1,
            unread: Duration::from_millis(300),
            ..WIDE
        })
        .await;
        let mut deaf = connect(address).await;
        deaf.write_all(b"GET /large HTTP/1.1\r\nhost: x\r\n\r\n")
            .await
            .unwrap();
        let mut next = connect(address).await;
        next.write_all(ASKED).await.unwrap();
        assert!(
            heard(&mut next).await.ends_with("here"),
            "its place is free again"
        );
        drop(deaf);
    }

    #[tokio::test]
    async fn a_server_that_stops_closes_what_is_idle() {
        let (address, stop) = server(WIDE).await;
        let mut idle = connect(address).await;
        idle.write_all(ASKED).await.unwrap();
        assert!(heard(&mut idle).await.ends_with("here"));
        stop.send(()).unwrap();
        assert_eq!(heard(&mut idle).await, "");
        assert!(TcpStream::connect(address).await.is_err());
    }

    #[test]
    fn connections_stay_below_the_files_that_may_be_open() {
        for (files, all) in [(0, 16), (256, 56), (1_024, 824), (1 << 20, 4_096)] {
            let bounds = Bounds::of_files(files);
            assert_eq!((bounds.all, bounds.network), (all, all / 2), "{files}");
        }
    }
}
