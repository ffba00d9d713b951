//! Heavy work: hashing, reading files, laying out, reckoning. It runs apart from the threads that
//! answer requests, a few pieces of a kind at a time; the others wait, and whoever would wait too long
//! is asked to come again. Nothing else in the product starts work of its own on another thread.
//!
//! There is one set of lanes for a process, for what they share out is the machine's.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::Duration;

use domain::UserId;

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

/// What is brought and takes room in memory until it has been dealt with. Each kind has a room of its
/// own, so that whoever fills one keeps nobody out of the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Brought {
    /// A file of a member.
    File,
    /// A long form of somebody who has logged in.
    Form,
    /// A long form of anybody.
    StrangersForm,
}

/// Megabytes of files that are in memory at a time.
const FILES: usize = 64;

/// Megabytes of long forms, those of strangers apart.
const FORMS: usize = 32;

/// How many wait for room.
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
    files: Lane,
    forms: Lane,
    strangers: Lane,
}

static LANES: LazyLock<Lanes> = LazyLock::new(|| {
    // Where nobody says how many cores there are, there is one.
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let lane = |work: Work| Lane::new(work.width(cores));
    let room = |megabytes| {
        Lane::new(Width {
            running: megabytes,
            waiting: WAITING_FOR_ROOM,
            patience: PATIENCE_FOR_ROOM,
        })
    };
    Lanes {
        hash: lane(Work::Hash),
        read: lane(Work::Read),
        print: lane(Work::Print),
        reckon: lane(Work::Reckon),
        simulate: lane(Work::Simulate),
        files: room(FILES),
        forms: room(FORMS),
        strangers: room(FORMS),
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

/// Room in memory for what somebody brings; it is given back when this is dropped.
#[derive(Debug)]
pub struct Room {
    held: OwnedSemaphorePermit,
    _turn: Option<Turn>,
}

/// Waits for room for something of at most so many bytes.
///
/// Whoever holds room must not wait for more of it: two such would wait for each other.
///
/// # Errors
/// [`Error::Busy`] when the room is not there in time.
pub async fn room(brought: Brought, bytes: usize) -> Outcome<Room> {
    let (lane, all) = match brought {
        Brought::File => (&LANES.files, FILES),
        Brought::Form => (&LANES.forms, FORMS),
        Brought::StrangersForm => (&LANES.strangers, FORMS),
    };
    let held = lane.turn(units(bytes, all)).await?;
    Ok(Room { held, _turn: None })
}

/// The same for a person, who brings one thing at a time: nobody fills the room alone, however slowly
/// it comes.
///
/// # Errors
/// As [`room`].
pub async fn room_of(person: UserId, brought: Brought, bytes: usize) -> Outcome<Room> {
    let turn = PERSONS.turn(person).await?;
    let room = room(brought, bytes).await?;
    Ok(Room {
        _turn: Some(turn),
        ..room
    })
}

impl Room {
    /// Gives back what something of so many bytes does not need.
    pub fn shrink(&mut self, bytes: usize) {
        let unused = self.held.num_permits() - units(bytes, self.held.num_permits()) as usize;
        drop(self.held.split(unused));
    }
}

fn units(bytes: usize, all: usize) -> u32 {
    let units = bytes.div_ceil(UNIT).clamp(1, all.max(1));
    u32::try_from(units).unwrap_or(u32::MAX)
}

/// Who brings something now, and how many of each wait for their turn.
#[derive(Debug)]
struct Persons {
    queues: Mutex<BTreeMap<UserId, (Arc<Semaphore>, usize)>>,
    patience: Duration,
}

static PERSONS: Persons = Persons {
    queues: Mutex::new(BTreeMap::new()),
    patience: PATIENCE_FOR_ROOM,
};

/// How many of one person wait.
const WAITING_OF_ONE: usize = 20;

/// A place in a person's queue; it is left when this is dropped.
#[derive(Debug)]
struct Place {
    of: &'static Persons,
    person: UserId,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut queues = self
            .of
            .queues
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some((_, places)) = queues.get_mut(&self.person) {
            *places -= 1;
            if *places == 0 {
                queues.remove(&self.person);
            }
        }
    }
}

/// A person's turn.
#[derive(Debug)]
struct Turn {
    _held: OwnedSemaphorePermit,
    _place: Place,
}

impl Persons {
    async fn turn(&'static self, person: UserId) -> Outcome<Turn> {
        let queue = {
            let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
            let first = || (Arc::new(Semaphore::new(1)), 0);
            let (queue, places) = queues.entry(person).or_insert_with(first);
            if *places > WAITING_OF_ONE {
                return Err(Error::Busy);
            }
            *places += 1;
            Arc::clone(queue)
        };
        let place = Place { of: self, person };
        let held = timeout(self.patience, queue.acquire_owned()).await;
        let held = held.ok().and_then(Result::ok).ok_or(Error::Busy)?;
        Ok(Turn {
            _held: held,
            _place: place,
        })
    }
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
        let units = |bytes| units(bytes, FILES);
        assert_eq!([units(0), units(UNIT), units(UNIT + 1)], [1, 1, 2]);
        assert_eq!(units(usize::MAX) as usize, FILES, "no file waits for ever");
        let lane = Lane::new(Width {
            running: FILES,
            waiting: 0,
            patience: FOR_EVER,
        });
        let mut first = Room {
            held: lane.turn(units(60 * UNIT)).await.unwrap(),
            _turn: None,
        };
        assert!(matches!(
            lane.turn(units(20 * UNIT)).await,
            Err(Error::Busy)
        ));
        first.shrink(10 * UNIT);
        assert_eq!(lane.running.available_permits(), FILES - 10);
        drop(first);
        assert_eq!(lane.running.available_permits(), FILES);
    }

    static QUICK: Persons = Persons {
        queues: Mutex::new(BTreeMap::new()),
        patience: Duration::from_millis(1),
    };

    #[tokio::test]
    async fn a_person_brings_one_thing_at_a_time_and_keeps_nobody_else_out() {
        let [one, other] = [1, 2].map(|id| UserId(uuid::Uuid::from_u128(id)));
        let first = QUICK.turn(one).await.unwrap();
        assert!(matches!(QUICK.turn(one).await, Err(Error::Busy)));
        let second = QUICK.turn(other).await.unwrap();
        drop(first);
        let again = QUICK.turn(one).await.unwrap();
        drop((second, again));
        let left = QUICK.queues.lock().unwrap();
        assert!(left.is_empty(), "whoever has gone is forgotten");
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
