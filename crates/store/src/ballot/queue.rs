//! Group commit: whoever comes while a transaction is being written goes into the next one together.

use std::fmt;

use tokio::sync::{mpsc, oneshot};

use crate::error::{StoreError, StoreResult};

/// The most that are written in one transaction.
const GROUP: usize = 512;

/// How many may stand in the queue before a caller waits to get into it.
const QUEUE: usize = 4096;

/// A queue to one task that writes.
pub(crate) struct Queue<T, R> {
    sender: mpsc::Sender<(T, oneshot::Sender<R>)>,
}

impl<T, R> Clone for Queue<T, R> {
    fn clone(&self) -> Self {
        Self {
            sender: self.sender.clone(),
        }
    }
}

impl<T, R> fmt::Debug for Queue<T, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Queue")
    }
}

/// Writes a group; one answer for each, in order.
pub(crate) trait Write<T, R>: Send + 'static {
    fn write(&self, group: Vec<T>) -> impl Future<Output = Vec<R>> + Send;
}

/// Tells a caller; who has gone meanwhile is not told, and what was written stays written.
fn answer<R>((reply, answer): (oneshot::Sender<R>, R)) {
    let _gone = reply.send(answer);
}

impl<T: Send + 'static, R: Send + 'static> Queue<T, R> {
    /// Starts the writing task. It ends when the last queue is dropped.
    pub(crate) fn spawn(writer: impl Write<T, R>) -> Self {
        let (sender, mut receiver) = mpsc::channel(QUEUE);
        tokio::spawn(async move {
            let mut waiting: Vec<(T, oneshot::Sender<R>)> = Vec::new();
            // Nobody waits for company: a lone ballot is written at once.
            while receiver.recv_many(&mut waiting, GROUP).await > 0 {
                let (group, replies): (Vec<_>, Vec<_>) = waiting.drain(..).unzip();
                let answers = writer.write(group).await;
                replies.into_iter().zip(answers).for_each(answer);
            }
        });
        Self { sender }
    }

    /// Puts one in the queue and waits until it has been written.
    pub(crate) async fn ask(&self, item: T) -> StoreResult<R> {
        let (reply, answer) = oneshot::channel();
        let stopped = || StoreError::Driver(sqlx::Error::WorkerCrashed);
        self.sender
            .send((item, reply))
            .await
            .map_err(|_closed| stopped())?;
        answer.await.map_err(|_closed| stopped())
    }
}
