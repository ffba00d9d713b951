//! What was read or computed lately: one cache per process, with a limit in bytes.
//!
//! A feature says what it keeps ([`Kept`]) and under which key. Everything that decides the value
//! stands in the key (a revision, a moment, a fingerprint), so that a value is never wrong, only
//! unused; what is unused gives way to what is asked for.

use std::any::{Any, TypeId};
use std::fmt;
use std::sync::Arc;

use quick_cache::Weighter;
use quick_cache::sync::Cache as Kit;

use crate::error::{Error, Outcome};

/// The most bytes that are kept.
const MOST_BYTES: u64 = 96 * 1024 * 1024;

/// How many values are expected; more fit.
const EXPECTED: usize = 1_000;

/// A value that can be kept. Values of one type have keys of their own.
pub(crate) trait Kept: Send + Sync + 'static {
    /// How many bytes it takes, roughly; never less than half of what it does take.
    fn bytes(&self) -> usize;
}

type Key = (TypeId, String);

#[derive(Clone)]
struct Entry {
    value: Arc<dyn Any + Send + Sync>,
    bytes: u64,
}

#[derive(Clone)]
struct Bytes;

impl Weighter<Key, Entry> for Bytes {
    fn weight(&self, key: &Key, entry: &Entry) -> u64 {
        let key = u64::try_from(key.1.len()).unwrap_or(u64::MAX);
        entry.bytes.saturating_add(key)
    }
}

/// The values kept by this process.
pub(crate) struct Cache {
    kept: Kit<Key, Entry, Bytes>,
}

impl Default for Cache {
    fn default() -> Self {
        Self::of_bytes(MOST_BYTES)
    }
}

impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache")
            .field("values", &self.kept.len())
            .field("bytes", &self.kept.weight())
            .finish_non_exhaustive()
    }
}

impl Cache {
    fn of_bytes(most: u64) -> Self {
        Self {
            kept: Kit::with_weighter(EXPECTED, most, Bytes),
        }
    }

    /// The value of this key, made unless it is kept. Of several that ask at once one makes it and
    /// the others wait; when it fails or is given up, the next of them makes it.
    ///
    /// # Errors
    /// That of `make`; nothing is kept then.
    pub(crate) async fn get<V: Kept>(
        &self,
        key: String,
        make: impl Future<Output = Outcome<V>>,
    ) -> Outcome<Arc<V>> {
        let key = (TypeId::of::<V>(), key);
        let made = async {
            let value = Arc::new(make.await?);
            Ok::<_, Error>(Entry {
                bytes: u64::try_from(value.bytes()).unwrap_or(u64::MAX),
                value,
            })
        };
        // Boxed: what makes a value is large, and lives in every page's future otherwise.
        let entry = Box::pin(self.kept.get_or_insert_async(&key, made)).await?;
        entry
            .value
            .downcast()
            .map_err(|_other_type| Error::NotFound)
    }

    /// Forgets the value of a key, which changed here.
    pub(crate) fn forget<V: Kept>(&self, key: String) {
        self.kept.remove(&(TypeId::of::<V>(), key));
    }
}

/// Bytes of a value as it is written down as JSON: a measure of what it takes in memory.
pub(crate) fn written<T: serde::Serialize>(value: &T) -> usize {
    struct Count(usize);
    impl std::io::Write for Count {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 += bytes.len();
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut count = Count(0);
    // Writing to a counter fails for no value that is kept.
    let _written = serde_json::to_writer(&mut count, value);
    count.0
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[derive(Debug)]
    struct Text(String);
    impl Kept for Text {
        fn bytes(&self) -> usize {
            self.0.len()
        }
    }

    #[derive(Debug)]
    struct Number(i64);
    impl Kept for Number {
        fn bytes(&self) -> usize {
            8
        }
    }

    #[tokio::test]
    async fn those_who_ask_at_once_share_one_computation() {
        let cache = Cache::of_bytes(10_000);
        let made = AtomicUsize::new(0);
        let make = async || {
            made.fetch_add(1, Ordering::SeqCst);
            tokio::task::yield_now().await;
            Ok(Text("x".to_owned()))
        };
        let ask = || cache.get("a".to_owned(), make());
        let (one, two, three) = tokio::join!(ask(), ask(), ask());
        assert!(Arc::ptr_eq(&one.unwrap(), &two.unwrap()));
        assert_eq!(three.unwrap().0, "x");
        assert_eq!(made.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn a_failure_is_nobody_elses_and_is_not_kept() {
        let cache = Cache::of_bytes(10_000);
        let fail = cache.get::<Text>("a".to_owned(), async {
            tokio::task::yield_now().await;
            Err(Error::NotFound)
        });
        let well = cache.get("a".to_owned(), async { Ok(Text("well".to_owned())) });
        let (failed, made) = tokio::join!(fail, well);
        assert!(matches!(failed, Err(Error::NotFound)));
        assert_eq!(made.unwrap().0, "well");
    }

    #[tokio::test]
    async fn a_request_that_is_given_up_leaves_the_key_to_the_next() {
        let cache = Cache::of_bytes(10_000);
        let never = cache.get::<Text>("a".to_owned(), std::future::pending());
        let gone = tokio::time::timeout(std::time::Duration::from_millis(1), never).await;
        assert!(gone.is_err());
        let next = cache.get("a".to_owned(), async { Ok(Text("b".to_owned())) });
        assert_eq!(next.await.unwrap().0, "b");
    }

    #[tokio::test]
    async fn bytes_are_limited_and_types_do_not_meet() {
        let cache = Cache::of_bytes(10_000);
        let long = async || Ok(Text("x".repeat(1_000)));
        for n in 0..200 {
            cache.get(n.to_string(), long()).await.unwrap();
            assert!(cache.kept.weight() <= 10_000, "{cache:?}");
        }
        let number = cache.get("a".to_owned(), async { Ok(Number(7)) });
        assert_eq!(number.await.unwrap().0, 7);
        let text = cache.get("a".to_owned(), async { Ok(Text("seven".to_owned())) });
        assert_eq!(text.await.unwrap().0, "seven");
        cache.forget::<Number>("a".to_owned());
        let again = cache.get("a".to_owned(), async { Ok(Number(8)) });
        assert_eq!(again.await.unwrap().0, 8);
    }

    #[tokio::test]
    async fn what_is_larger_than_the_limit_is_given_and_not_kept() {
        let cache = Cache::of_bytes(100);
        let large = cache.get("a".to_owned(), async { Ok(Text("x".repeat(1_000))) });
        assert_eq!(large.await.unwrap().0.len(), 1_000);
        assert_eq!(cache.kept.weight(), 0);
    }
}
