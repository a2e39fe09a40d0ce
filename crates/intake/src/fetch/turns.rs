//! Politeness: one question at a time to a host, and a pause between two.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use super::Job;

/// Jobs that may be done before an earlier one is: results wait for their turn.
const N_AHEAD_MAX: usize = 256;

#[derive(Default)]
struct Host {
    jobs: VecDeque<Job>,
    busy: bool,
    /// Not before.
    next: Option<Instant>,
    /// Pause that its robots.txt asks for.
    delay_s: f64,
}

#[derive(Default)]
struct State {
    hosts: BTreeMap<String, Host>,
    /// Jobs whose results have left, in order.
    n_done: usize,
    closed: bool,
}

/// Jobs by host, handed out in order as far as politeness allows.
pub(crate) struct Turns {
    state: Mutex<State>,
    changed: Condvar,
    delay_s: f64,
}

impl Turns {
    pub(crate) fn new(delay_s: f64) -> Self {
        Self { state: Mutex::default(), changed: Condvar::new(), delay_s }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a job behind the others of its host.
    pub(crate) fn add(&self, job: Job) {
        self.lock().hosts.entry(job.address.authority()).or_default().jobs.push_back(job);
        self.changed.notify_all();
    }

    /// Puts a job back before the others of its host, to be done after a pause.
    pub(crate) fn again(&self, job: Job, wait_s: f64) {
        let mut state = self.lock();
        let host = state.hosts.entry(job.address.authority()).or_default();
        let next = Instant::now() + Duration::from_secs_f64(wait_s);
        host.next = Some(host.next.map_or(next, |n| n.max(next)));
        host.jobs.push_front(job);
        drop(state);
        self.changed.notify_all();
    }

    /// Tells that one more result has left.
    pub(crate) fn done(&self) {
        self.lock().n_done += 1;
        self.changed.notify_all();
    }

    /// No job will come any more.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_all();
    }

    /// The first job whose host is free; waits for one, none once closed. The host is held until
    /// [`Turns::leave`].
    pub(crate) fn take(&self) -> Option<Job> {
        let mut state = self.lock();
        loop {
            if state.closed {
                return None;
            }
            let now = Instant::now();
            let limit = state.n_done + N_AHEAD_MAX;
            let mut soonest: Option<Instant> = None;
            let mut best: Option<(&String, usize)> = None;
            for (name, host) in &state.hosts {
                let Some(job) = host.jobs.front().filter(|j| !host.busy && j.index < limit) else {
                    continue;
                };
                if let Some(next) = host.next.filter(|n| *n > now) {
                    soonest = Some(soonest.map_or(next, |s| s.min(next)));
                } else if best.is_none_or(|(_, i)| job.index < i) {
                    best = Some((name, job.index));
                }
            }
            if let Some((name, _)) = best {
                let name = name.clone();
                if let Some(host) = state.hosts.get_mut(&name)
                    && let Some(job) = host.jobs.pop_front()
                {
                    host.busy = true;
                    return Some(job);
                }
            }
            let wait = soonest.map_or(Duration::from_hours(1), |s| s - now);
            state =
                self.changed.wait_timeout(state, wait).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Lets a host go; it is not asked again before its pause, or before what it asked for itself.
    pub(crate) fn leave(&self, name: &str, wait_s: Option<u64>) {
        let mut state = self.lock();
        if let Some(host) = state.hosts.get_mut(name) {
            host.busy = false;
            let pause = self.delay_s.max(host.delay_s).max(wait_s.unwrap_or(0) as f64);
            host.next = Some(Instant::now() + Duration::from_secs_f64(pause));
        }
        drop(state);
        self.changed.notify_all();
    }

    /// Goes from one host to another, waiting for its turn there.
    pub(crate) fn pass(&self, from: &str, to: &str) {
        self.leave(from, None);
        let mut state = self.lock();
        loop {
            let host = state.hosts.entry(to.to_owned()).or_default();
            let now = Instant::now();
            let wait = match host.next {
                _ if host.busy => Duration::from_hours(1),
                Some(next) if next > now => next - now,
                _ => {
                    host.busy = true;
                    return;
                }
            };
            if state.closed {
                return;
            }
            state =
                self.changed.wait_timeout(state, wait).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Waits the pause of a host that is held.
    pub(crate) fn pause(&self, name: &str) {
        let asked = self.lock().hosts.get(name).map_or(0.0, |h| h.delay_s);
        std::thread::sleep(Duration::from_secs_f64(self.delay_s.max(asked)));
    }

    /// Keeps the pause that a site asks for.
    pub(crate) fn slow_down(&self, name: &str, delay_s: Option<f64>) {
        if let Some(delay_s) = delay_s {
            self.lock().hosts.entry(name.to_owned()).or_default().delay_s = delay_s;
        }
    }
}
