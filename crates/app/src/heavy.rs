//! Heavy work: hashing, reading files, laying out, reckoning. It runs apart from the threads that
//! answer requests, a few pieces of a kind at a time; the others wait, and whoever would wait too long
//! is asked to come again. Nothing else in the product starts work of its own on another thread.
//!
//! There is one set of lanes for a process, for what they share out is the machine's.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::error::{Error, Outcome};

/// A kind of heavy work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Work {
    /// Hashing a password: tens of milliseconds and 19 MiB.
    Hash,
    /// Reading a file that somebody brought: seconds and a hundred megabytes at worst.
    Read,
    /// Making a file: a report, a workbook, a course.
    Print,
    /// Reckoning a model: figures, and what a budget buys.
    Reckon,
    /// A long simulation, which is a job and waits as long as it must.
    Simulate,
}

/// How many pieces of a kind run at a time, how many wait, and how long.
#[derive(Debug, Clone, Copy)]
struct Width {
    running: usize,
    waiting: usize,
    patience: Duration,
}

/// Longer than any process lives.
const FOR_EVER: Duration = Duration::from_secs(u32::MAX as u64);

impl Work {
    /// What a machine of so many cores bears. What takes memory is few at a time on any machine.
    fn width(self, cores: usize) -> Width {
        let (running, waiting, seconds) = match self {
            Self::Hash => (cores.min(4), 500, 30),
            Self::Read => (cores.div_ceil(4).min(4), 50, 40),
            Self::Print => (cores.min(4), 100, 45),
            Self::Reckon => (cores, 100, 45),
            Self::Simulate => {
                return Width {
                    running: 1,
                    waiting: Semaphore::MAX_PERMITS,
                    patience: FOR_EVER,
                };
            }
        };
        Width {
            running: running.max(1),
            waiting,
            patience: Duration::from_secs(seconds),
        }
    }
}

/// Megabytes of brought files that are in memory at a time.
const ROOM: usize = 64;

/// How many wait for room for their file.
const WAITING_FOR_ROOM: usize = 200;

/// How long they wait.
const PATIENCE_FOR_ROOM: Duration = Duration::from_secs(40);

/// One megabyte, the unit in which room is given.
const UNIT: usize = 1 << 20;

/// Work of one kind, or room for files.
#[derive(Debug)]
struct Lane {
    running: Arc<Semaphore>,
    waiting: Semaphore,
    patience: Duration,
}

impl Lane {
    fn new(width: Width) -> Self {
        Self {
            running: Arc::new(Semaphore::new(width.running)),
            waiting: Semaphore::new(width.waiting),
            patience: width.patience,
        }
    }

    /// Waits for a turn of so many units.
    ///
    /// # Errors
    /// [`Error::Busy`] when too many wait already, or the turn does not come.
    async fn turn(&self, units: u32) -> Outcome<OwnedSemaphorePermit> {
        let running = Arc::clone(&self.running);
        if let Ok(turn) = Arc::clone(&running).try_acquire_many_owned(units) {
            return Ok(turn);
        }
        let _place = self.waiting.try_acquire().map_err(|_full| Error::Busy)?;
        let turn = timeout(self.patience, running.acquire_many_owned(units)).await;
        turn.ok().and_then(Result::ok).ok_or(Error::Busy)
    }

    /// Does the work when its turn comes. The turn ends with the work: whoever asked may be gone, and
    /// the thread is busy all the same.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Outcome<T> {
        let turn = self.turn(1).await?;
        #[expect(clippy::disallowed_methods, reason = "the one place for heavy work")]
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(turn);
            done
        });
        done.await.map_err(|error| Error::Report(Box::new(error)))
    }
}

struct Lanes {
    hash: Lane,
    read: Lane,
    print: Lane,
    reckon: Lane,
    simulate: Lane,
    room: Lane,
}

static LANES: LazyLock<Lanes> = LazyLock::new(|| {
    // Where nobody says how many cores there are, there is one.
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let lane = |work: Work| Lane::new(work.width(cores));
    Lanes {
        hash: lane(Work::Hash),
        read: lane(Work::Read),
        print: lane(Work::Print),
        reckon: lane(Work::Reckon),
        simulate: lane(Work::Simulate),
        room: Lane::new(Width {
            running: ROOM,
            waiting: WAITING_FOR_ROOM,
            patience: PATIENCE_FOR_ROOM,
        }),
    }
});

/// Does heavy work apart, when its turn comes.
///
/// # Errors
/// [`Error::Busy`] when the turn does not come, [`Error::Report`] when the work panics.
pub(crate) async fn apart<T: Send + 'static>(
    kind: Work,
    work: impl FnOnce() -> T + Send + 'static,
) -> Outcome<T> {
    let lane = match kind {
        Work::Hash => &LANES.hash,
        Work::Read => &LANES.read,
        Work::Print => &LANES.print,
        Work::Reckon => &LANES.reckon,
        Work::Simulate => &LANES.simulate,
    };
    lane.run(work).await
}

/// Room in memory for a file that somebody brings; it is given back when this is dropped.
#[derive(Debug)]
pub struct Room {
    held: OwnedSemaphorePermit,
}

/// Waits for room for a file of at most so many bytes.
///
/// Whoever holds room must not wait for more of it: two such would wait for each other.
///
/// # Errors
/// [`Error::Busy`] when the room is not there in time.
pub async fn room(bytes: usize) -> Outcome<Room> {
    let held = LANES.room.turn(units(bytes)).await?;
    Ok(Room { held })
}

impl Room {
    /// Gives back what a file of so many bytes does not need.
    pub fn shrink(&mut self, bytes: usize) {
        let unused = self.held.num_permits() - units(bytes) as usize;
        drop(self.held.split(unused));
    }
}

fn units(bytes: usize) -> u32 {
    let units = bytes.div_ceil(UNIT).clamp(1, ROOM);
    u32::try_from(units).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc;

    use super::*;

    fn lane(running: usize, waiting: usize) -> Arc<Lane> {
        Arc::new(Lane::new(Width {
            running,
            waiting,
            patience: FOR_EVER,
        }))
    }

    /// Work that counts how many of its kind run now, and at most.
    async fn counted(lane: Arc<Lane>, counts: Arc<[AtomicUsize; 2]>) -> Outcome<()> {
        let work = move || {
            let [now, most] = &*counts;
            most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            std::thread::yield_now();
            now.fetch_sub(1, Ordering::SeqCst);
        };
        lane.run(work).await
    }

    /// Asks for work on a task of its own.
    fn asked<T: Send + 'static>(
        lane: &Arc<Lane>,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> tokio::task::JoinHandle<Outcome<T>> {
        let lane = Arc::clone(lane);
        tokio::spawn(async move { lane.run(work).await })
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn of_many_that_come_at_once_a_few_run_and_all_are_done() {
        let lane = lane(2, 100);
        let counts = Arc::new([AtomicUsize::new(0), AtomicUsize::new(0)]);
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..60 {
            tasks.spawn(counted(Arc::clone(&lane), Arc::clone(&counts)));
        }
        let done = tasks.join_all().await;
        assert!(done.len() == 60 && done.iter().all(Result::is_ok));
        assert!((1..=2).contains(&counts[1].load(Ordering::SeqCst)));
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn whoever_finds_the_queue_full_is_asked_to_come_again() {
        let lane = lane(1, 1);
        let (go, held) = mpsc::channel::<()>();
        let first = asked(&lane, move || held.recv());
        while lane.running.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        let second = asked(&lane, || 2);
        while lane.waiting.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        assert!(matches!(lane.run(|| 3).await, Err(Error::Busy)));
        go.send(()).unwrap();
        assert!(first.await.unwrap().is_ok());
        assert_eq!(second.await.unwrap().unwrap(), 2);
        assert_eq!(lane.run(|| 4).await.unwrap(), 4, "there is room again");
    }

    #[tokio::test]
    async fn whoever_waits_too_long_is_asked_to_come_again() {
        let lane = Lane::new(Width {
            running: 1,
            waiting: 1,
            patience: Duration::from_millis(1),
        });
        let turn = lane.turn(1).await.unwrap();
        assert!(matches!(lane.run(|| ()).await, Err(Error::Busy)));
        drop(turn);
        assert!(lane.run(|| ()).await.is_ok());
    }

    /// A browser that goes away does not make its work lighter: the next must not start beside it.
    #[tokio::test(flavor = "multi_thread")]
    async fn the_turn_of_work_that_nobody_waits_for_ends_with_the_work() {
        let lane = lane(1, 1);
        let (go, held) = mpsc::channel::<()>();
        let (began, begun) = tokio::sync::oneshot::channel();
        let asked = asked(&lane, move || {
            let _told = began.send(());
            held.recv()
        });
        begun.await.unwrap();
        asked.abort();
        assert!(asked.await.unwrap_err().is_cancelled());
        assert_eq!(lane.running.available_permits(), 0, "the thread is busy");
        go.send(()).unwrap();
        assert!(lane.run(|| ()).await.is_ok());
    }

    #[tokio::test]
    async fn work_that_panics_gives_its_turn_back() {
        let lane = lane(1, 0);
        let broken = lane.run(|| panic!("a decoder gives up")).await;
        assert!(matches!(broken, Err(Error::Report(_))));
        assert!(lane.run(|| ()).await.is_ok());
    }

    #[tokio::test]
    async fn room_is_given_by_the_megabyte_and_what_is_not_needed_goes_back() {
        assert_eq!([units(0), units(UNIT), units(UNIT + 1)], [1, 1, 2]);
        assert_eq!(units(usize::MAX) as usize, ROOM, "no file waits for ever");
        let lane = Lane::new(Width {
            running: ROOM,
            waiting: 0,
            patience: FOR_EVER,
        });
        let mut first = Room {
            held: lane.turn(units(60 * UNIT)).await.unwrap(),
        };
        assert!(matches!(
            lane.turn(units(20 * UNIT)).await,
            Err(Error::Busy)
        ));
        first.shrink(10 * UNIT);
        assert_eq!(lane.running.available_permits(), ROOM - 10);
        drop(first);
        assert_eq!(lane.running.available_permits(), ROOM);
    }

    #[test]
    fn a_small_machine_does_one_thing_at_a_time_and_a_large_one_no_more_than_memory_bears() {
        let all = [Work::Hash, Work::Read, Work::Print, Work::Reckon];
        for work in all {
            assert_eq!(work.width(1).running, 1, "{work:?}");
        }
        assert_eq!(all.map(|work| work.width(2).running), [2, 1, 2, 2]);
        assert_eq!(all.map(|work| work.width(64).running), [4, 4, 4, 64]);
    }
}
