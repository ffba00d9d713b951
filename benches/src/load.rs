//! A small load generator: keep-alive HTTP/1.1 requests over many connections, to this machine only.
//!
//! Bounded in number and in time, so that it ends whatever the server does. The server's work is
//! what counts: the generator keeps the request text ready and reads no more of an answer than it
//! must.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// No answer of a bench is larger.
const LARGEST_HEAD: usize = 64 * 1024;

/// What to send, and how much of it.
#[derive(Debug, Clone)]
pub(crate) struct Load {
    pub(crate) address: SocketAddr,
    pub(crate) method: &'static str,
    pub(crate) path: String,
    /// Lines such as `content-type: application/json`, without the line end.
    pub(crate) headers: Vec<String>,
    /// From how many networks the requests come in turn, as a proxy tells it; 0 for none told.
    pub(crate) networks: u64,
    pub(crate) connections: u64,
    pub(crate) requests: u64,
    pub(crate) at_most: Duration,
}

impl Load {
    /// A POST load as the goals are stated: 64 connections, at most 20 seconds.
    pub(crate) fn new(address: SocketAddr, path: &str) -> Self {
        Self {
            address,
            method: "POST",
            path: path.to_owned(),
            headers: Vec::new(),
            networks: 0,
            connections: 64,
            requests: 20_000,
            at_most: Duration::from_secs(20),
        }
    }
}

/// How it went.
#[derive(Debug, Default)]
pub(crate) struct Answers {
    /// Answers with a status of 2xx or 3xx.
    pub(crate) accepted: u64,
    /// Every other answer, and the first such status.
    pub(crate) refused: u64,
    pub(crate) first_refusal: Option<u16>,
    took: Duration,
    latencies: Vec<Duration>,
}

impl Answers {
    /// Accepted requests in a second.
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    pub(crate) fn per_second(&self) -> f64 {
        self.accepted as f64 / self.took.as_secs_f64().max(f64::EPSILON)
    }

    /// The latency that this share of the requests, in percent, did not exceed.
    pub(crate) fn percentile(&self, percent: usize) -> Duration {
        let last = self.latencies.len().saturating_sub(1);
        self.latencies
            .get(last * percent / 100)
            .copied()
            .unwrap_or_default()
    }

    /// Percentiles and refusals in words, for the line of the bench.
    pub(crate) fn note(&self) -> String {
        let milliseconds = |time: Duration| time.as_secs_f64() * 1_000.0;
        let refused = self.first_refusal.map_or_else(String::new, |status| {
            format!(", {} refused, first with {status}", self.refused)
        });
        format!(
            "{} requests, p50 {:.1} ms, p99 {:.1} ms{refused}",
            self.accepted,
            milliseconds(self.percentile(50)),
            milliseconds(self.percentile(99))
        )
    }
}

/// Makes the body of the n-th request.
pub(crate) trait Body: Fn(u64) -> Vec<u8> + Send + Sync + 'static {}
impl<F: Fn(u64) -> Vec<u8> + Send + Sync + 'static> Body for F {}

/// Looks at an answer, head and all.
pub(crate) trait Look: Fn(&[u8]) + Send + Sync + 'static {}
impl<F: Fn(&[u8]) + Send + Sync + 'static> Look for F {}

/// Sends the load; `body` makes the body of the n-th request.
///
/// # Errors
/// When the address is not of this machine, or a connection breaks.
pub(crate) fn run(load: &Load, body: impl Body) -> anyhow::Result<Answers> {
    run_looking(load, body, |_| ())
}

/// Sends the load and shows every answer to `look`.
///
/// # Errors
/// As [`run`].
pub(crate) fn run_looking(
    load: &Load,
    body: impl Body,
    look: impl Look,
) -> anyhow::Result<Answers> {
    ensure!(
        load.address.ip().is_loopback(),
        "{} is not of this machine",
        load.address
    );
    ensure!(load.connections > 0, "no connections");
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(send(load, Arc::new(body), Arc::new(look)))
}

async fn send(load: &Load, body: Arc<impl Body>, look: Arc<impl Look>) -> anyhow::Result<Answers> {
    let next = Arc::new(AtomicU64::new(0));
    let mut tasks = JoinSet::new();
    let began = Instant::now();
    for _ in 0..load.connections {
        let (load, next) = (load.clone(), Arc::clone(&next));
        let (body, look) = (Arc::clone(&body), Arc::clone(&look));
        tasks.spawn(async move { connection(&load, &next, &*body, &*look, began).await });
    }
    let mut all = Answers::default();
    while let Some(joined) = tasks.join_next().await {
        let one = joined??;
        all.accepted += one.accepted;
        all.refused += one.refused;
        all.first_refusal = all.first_refusal.or(one.first_refusal);
        all.latencies.extend(one.latencies);
    }
    all.took = began.elapsed();
    all.latencies.sort_unstable();
    Ok(all)
}

/// One connection takes the next request until the number or the time is used up.
async fn connection(
    load: &Load,
    next: &AtomicU64,
    body: &impl Body,
    look: &impl Look,
    began: Instant,
) -> anyhow::Result<Answers> {
    let mut stream = TcpStream::connect(load.address)
        .await
        .context("cannot connect")?;
    stream.set_nodelay(true)?;
    let mut answers = Answers::default();
    let mut buffer = Vec::with_capacity(LARGEST_HEAD);
    while began.elapsed() < load.at_most {
        let number = next.fetch_add(1, Ordering::Relaxed);
        if number >= load.requests {
            break;
        }
        let request = request(load, number, &body(number));
        let sent = Instant::now();
        stream.write_all(&request).await?;
        let status = read_answer(&mut stream, &mut buffer).await?;
        answers.latencies.push(sent.elapsed());
        look(&buffer);
        if (200..400).contains(&status) {
            answers.accepted += 1;
        } else {
            answers.refused += 1;
            answers.first_refusal = answers.first_refusal.or(Some(status));
        }
    }
    Ok(answers)
}

fn request(load: &Load, number: u64, body: &[u8]) -> Vec<u8> {
    let first = format!("{} {} HTTP/1.1", load.method, load.path);
    let mut lines = vec![first, format!("host: {}", load.address)];
    lines.extend(load.headers.iter().cloned());
    if let Some(network) = number.checked_rem(load.networks) {
        // The addresses that are kept for benchmarks.
        let (high, low) = (network / 256 % 256, network % 256);
        lines.push(format!("x-forwarded-for: 198.18.{high}.{low}"));
    }
    lines.push(format!("content-length: {}\r\n\r\n", body.len()));
    let head = lines.join("\r\n");
    let mut request = head.into_bytes();
    request.extend_from_slice(body);
    request
}

/// Reads one answer, to its last byte, and returns its status.
async fn read_answer(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> anyhow::Result<u16> {
    buffer.clear();
    loop {
        if stream.read_buf(buffer).await? == 0 {
            bail!("the server closed the connection in the middle of an answer");
        }
        if let Some((status, length)) = parse_head(buffer)? {
            while buffer.len() < length {
                ensure!(stream.read_buf(buffer).await? > 0, "the answer ends early");
            }
            return Ok(status);
        }
        ensure!(
            buffer.len() < LARGEST_HEAD,
            "an answer without an end of its head"
        );
    }
}

/// The status and the length of the whole answer, when the head is complete.
fn parse_head(buffer: &[u8]) -> anyhow::Result<Option<(u16, usize)>> {
    let Some(end) = buffer.windows(4).position(|four| four == b"\r\n\r\n") else {
        return Ok(None);
    };
    let head = std::str::from_utf8(buffer.get(..end).unwrap_or_default())?;
    let mut lines = head.lines();
    let status: u16 = lines
        .next()
        .and_then(|line| line.split(' ').nth(1))
        .and_then(|status| status.parse().ok())
        .context("no status line")?;
    let mut length = 0;
    for line in lines {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        if name.eq_ignore_ascii_case("content-length") {
            length = value
                .trim()
                .parse()
                .context("a content length that is no number")?;
        }
        ensure!(
            !name.eq_ignore_ascii_case("transfer-encoding"),
            "the generator reads answers of known length only"
        );
    }
    Ok(Some((status, end + 4 + length)))
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Read as _, Write as _};
    use std::net::{Ipv4Addr, TcpListener};

    use super::*;

    /// Answers every POST with 200 and its own body, and 503 to every tenth.
    fn echo() -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                std::thread::spawn(move || answer(stream.unwrap()));
            }
        });
        address
    }

    fn answer(mut stream: std::net::TcpStream) {
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        while let Some(length) = length_of_next(&mut reader) {
            let mut body = vec![0; length];
            reader.read_exact(&mut body).unwrap();
            let status = if body.ends_with(b"9") {
                "503 Busy"
            } else {
                "200 OK"
            };
            let head = format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\n\r\n");
            stream.write_all(head.as_bytes()).unwrap();
            stream.write_all(&body).unwrap();
        }
    }

    /// Reads a head; nothing when the connection ends.
    fn length_of_next(reader: &mut impl std::io::BufRead) -> Option<usize> {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).ok()? == 0 {
                return None;
            }
            if line == "\r\n" {
                return Some(length);
            }
            if let Some(value) = line.strip_prefix("content-length: ") {
                length = value.trim().parse().ok()?;
            }
        }
    }

    #[test]
    fn every_request_is_sent_once_and_counted() {
        let load = Load {
            requests: 1_000,
            connections: 8,
            ..Load::new(echo(), "/answers")
        };
        let answers = run(&load, |n| n.to_string().into_bytes()).unwrap();
        assert_eq!((answers.accepted, answers.refused), (900, 100));
        assert_eq!(answers.first_refusal, Some(503));
        assert!(answers.per_second() > 0.0);
        assert!(answers.percentile(50) <= answers.percentile(99));
    }

    #[test]
    fn the_time_is_a_bound_too() {
        let load = Load {
            requests: u64::MAX,
            connections: 2,
            at_most: Duration::from_millis(100),
            ..Load::new(echo(), "/answers")
        };
        let began = Instant::now();
        assert!(run(&load, |_| b"x".to_vec()).unwrap().accepted > 0);
        assert!(began.elapsed() < Duration::from_secs(5));
    }

    #[test]
    fn another_machine_is_never_a_target() {
        let elsewhere = SocketAddr::from((Ipv4Addr::new(192, 0, 2, 1), 80));
        let error = run(&Load::new(elsewhere, "/"), |_| Vec::new()).unwrap_err();
        assert!(error.to_string().contains("not of this machine"));
    }

    #[test]
    fn heads_are_read_to_their_end() {
        assert_eq!(
            parse_head(b"HTTP/1.1 303 See Other\r\nContent-Le").unwrap(),
            None
        );
        assert_eq!(
            parse_head(b"HTTP/1.1 204 No\r\n\r\n").unwrap(),
            Some((204, 19))
        );
        assert!(parse_head(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").is_err());
    }
}
