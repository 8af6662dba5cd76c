//! Work that takes a while, beside the threads that answer.

/// Works on a thread of its own, so that others are answered meanwhile; a
/// panic there is one here.
pub(super) async fn run_blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(failed) => std::panic::resume_unwind(failed.into_panic()),
    }
}
