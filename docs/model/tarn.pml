/*
 * A model of how a lake commits: ratify, rebase, publish, clean up, recover. docs/model/README.md says what
 * each part stands for, what is not covered, and how it is checked: ./campaign.sh model
 *
 * Every client is a process of its own that shares nothing but the store. A step between two semicolons that
 * is not atomic may be interleaved with every step of everybody else, a crash and a power cut among them.
 * -DBREAK_... breaks the protocol in one place: then the check must fail.
 */
#ifndef FAULTS
#define FAULTS 2   /* puts that get no answer */
#endif
#ifndef CRASHES
#define CRASHES 1  /* clients that die and open the lake anew */
#endif
#ifndef CUTS
#define CUTS 1     /* power cuts, which kill everybody and take what was not synced */
#endif
#define CLIENTS 2
#define TXNS    3  /* client 0 runs 1 and then 3, client 1 runs 2 */
#define LAST    3  /* lake versions are 1 .. LAST */
#define TRIES   2  /* puts of the same bytes before a commit is called unknown */

#define CONFLICT(a, b) ((a) + (b) == 3)  /* 1 with 2; all others may be rebased */

/* Each transaction deletes a row of one old file: 1 and 2 the same, 3 another one. It takes it, unless the row
   had gone before the version that it read. */
#define ROW(t)   ((t) == 3 -> 2 : 1)
#define TAKES(t) (ROW(t) & ~vector[readVersion[t]])

mtype = { OPEN, COMMITTED, ABORTED, UNKNOWN, DEAD };
mtype = { CREATED, TAKEN, NO_ANSWER };

/* The store. */
byte entry[LAST + 2];      /* log entry of a lake version: the transaction that it holds, 0 if absent */
byte vector[LAST + 2];     /* the file's deletion vector, as the entry names it: a bit for each row that is gone */
bool durable[LAST + 2];    /* whether a power cut leaves it */
byte published[LAST + 2];  /* what stands in _delta_log under that version */
byte checkpoint;           /* the newest lake checkpoint */
bool file[TXNS + 1];       /* the data file of a transaction */
byte mine[TXNS + 1];       /* the vector that a transaction would have the file have */
byte late[TXNS + 1];       /* bit v: a put of the transaction at version v may still land */

/* What the outside knows. */
mtype outcome[TXNS + 1];
byte readVersion[TXNS + 1];
byte faults, crashes, cuts;
byte life;                 /* raised by a power cut: who was born before is dead */

#define IS_LATE(t, v) ((late[t] >> (v)) & 1)

/* Promises. Checked after every step that changes the log, and at the end. */
hidden byte v1, v2, t1, found;  /* of no account between steps */

inline check_log() {
  d_step {
    v1 = 1;
    do
    :: v1 > LAST -> break
    :: else ->
       /* 1. A published commit is what was ratified, and none before it is missing. */
       assert(published[v1] == 0 || published[v1] == entry[v1]);
       assert(published[v1] == 0 || v1 == 1 || published[v1 - 1] != 0);
       /* 2. The log has no gap. */
       assert(entry[v1] == 0 || v1 == 1 || entry[v1 - 1] != 0);
       /* 3. Whatever a log entry names is there. */
       assert(entry[v1] == 0 || file[entry[v1]]);
       /* 4. A checkpoint is not ahead of publication. */
       assert(checkpoint < v1 || published[v1] != 0);
       /* 8. A version's vector has the rows that were gone before it, none of which comes back, and its own. */
       assert(entry[v1] == 0 || vector[v1] == (vector[v1 - 1] | TAKES(entry[v1])));
       /* 9. A row is taken once. */
       assert(entry[v1] == 0 || (vector[v1 - 1] & TAKES(entry[v1])) == 0);
       v2 = v1 + 1;
       do
       :: v2 > LAST -> break
       :: else ->
          /* 5. No double commit. */
          assert(entry[v1] == 0 || entry[v1] != entry[v2]);
          /* 6. No lost update: of two that conflict, the later one had read the earlier one. */
          assert(entry[v1] == 0 || entry[v2] == 0 || !CONFLICT(entry[v1], entry[v2])
                 || readVersion[entry[v2]] >= v1);
          v2++
       od;
       v1++
    od;
    /* 7. Acknowledged is there, refused is not; half is impossible, an entry being one object. */
    t1 = 1;
    do
    :: t1 > TXNS -> break
    :: else ->
       found = 0;
       v1 = 1;
       do
       :: v1 > LAST -> break
       :: else -> found = found || entry[v1] == t1; v1++
       od;
       assert(outcome[t1] != COMMITTED || found);
       assert(outcome[t1] != ABORTED || !found);
       t1++
    od;
    v1 = 0; v2 = 0; t1 = 0; found = 0
  }
}

/* The put-if-absent of a log entry: answered, lost, its answer lost, or late. */
inline put_entry(t, v) {
  if
  :: atomic {
       alive();
       if
       :: entry[v] == 0 -> entry[v] = t; vector[v] = mine[t]; check_log();
       :: else -> answer = TAKEN; sync_log()
       fi
     };
     if
     :: answer == TAKEN -> skip
     :: else ->
        /* The name is there for all to see; then its folder is synced; then it is reported. */
        atomic {
          alive();
#ifndef BREAK_SYNC
          sync_log();
#endif
          answer = CREATED
        }
     fi
  :: atomic { faults < FAULTS -> alive(); faults++; answer = NO_ANSWER }
  :: atomic { faults < FAULTS -> alive(); faults++; answer = NO_ANSWER;
       if :: entry[v] == 0 -> entry[v] = t; vector[v] = mine[t]; sync_log(); check_log() :: else fi }
  :: atomic { faults < FAULTS -> alive(); faults++; answer = NO_ANSWER; late[t] = late[t] | (1 << v) }
  fi
}

/* A folder is synced as a whole. */
inline sync_log() {
  d_step {
    v1 = 1;
    do
    :: v1 > LAST -> break
    :: else -> durable[v1] = (entry[v1] != 0); v1++
    od;
    v1 = 0
  }
}

/* A process that a power cut killed does nothing any more. */
inline alive() { if :: life != born -> goto dead :: else fi }

proctype Client(byte me) {
  byte born, latest, checked, v, t, tries, n;
  mtype answer;

open: /* from the checkpoint on, entry after entry */
  atomic {
    born = life;
    latest = checkpoint;
    do :: entry[latest + 1] != 0 -> latest++ :: else -> break od;
  }

begin:
  do
  :: me + 1 + 2 * n > TXNS -> goto end
  :: else ->
     atomic {
       alive();
       t = me + 1 + 2 * n;
       n++;
       do :: entry[latest + 1] != 0 -> latest++ :: else -> break od;
       readVersion[t] = latest;
       checked = latest;
     }
     /* flush: synced before it returns */
     atomic { alive(); file[t] = true }

check:
     atomic {
       alive();
       do :: entry[latest + 1] != 0 -> latest++ :: else -> break od;
       do
       :: checked < latest ->
          checked++;
#ifndef BREAK_CONFLICT_CHECK
          if :: (TAKES(entry[checked]) & TAKES(t)) != 0 -> goto refused :: else fi
#endif
       :: else -> break
       od;
       v = latest + 1;
       tries = 0;
       /* the file's vector as it is by now, and the row */
#ifdef BREAK_VECTOR
       if :: mine[t] == 0 -> mine[t] = vector[readVersion[t]] | TAKES(t) :: else fi;
#else
       mine[t] = vector[latest] | TAKES(t)
#endif
     }
     /* other threads of the process move its latest on; the entry follows what was checked */
     atomic {
       alive();
       do :: entry[latest + 1] != 0 -> latest++ :: break od;
#ifdef BREAK_BASE
       v = latest + 1
#endif
     }

ratify:
     if
     :: answer = 0
     :: atomic { crashes < CRASHES -> crashes++; goto dead }
     fi;
     put_entry(t, v);
     if
     :: answer == CREATED -> goto committed
     :: answer != CREATED -> skip
     :: atomic { crashes < CRASHES -> crashes++; goto dead }
     fi;
     /* read the name back; the read may fail, and then it is as if nothing was found */
     atomic {
       alive();
#ifdef BREAK_READ_BACK
       if :: answer == NO_ANSWER -> goto refused :: else fi;
#endif
       if
       :: entry[v] == t -> goto committed
#ifdef BREAK_WHOSE
       :: entry[v] != 0 && entry[v] != t && answer == NO_ANSWER -> goto committed
#endif
       :: entry[v] != 0 && entry[v] != t -> goto check
       :: entry[v] == 0 || answer == NO_ANSWER ->
          tries++;
#ifdef BREAK_NEXT_VERSION
          if :: entry[v] == 0 && v < LAST -> v++; goto ratify :: else fi;
#endif
          if
          :: tries < TRIES -> goto ratify
          :: else -> goto unknown
          fi
       fi
     }

committed:
     atomic {
       alive();
       if :: latest < v -> latest = v :: else fi;
#ifndef BREAK_SYNC
       sync_log();
#endif
       outcome[t] = COMMITTED; check_log(); goto next
     }
refused: /* certain: clean up */
     atomic { alive(); file[t] = false; outcome[t] = ABORTED; check_log(); goto next }
unknown: /* uncertain: clean up nothing, and look before going on */
     atomic {
       alive();
       outcome[t] = UNKNOWN;
#ifdef BREAK_CLEAN_UP
       file[t] = false;
#endif
       check_log(); goto next
     }
next:
     atomic { t = 0; v = 0; checked = 0; tries = 0; answer = 0 }
  od;

dead: /* whatever was under way will never be told; a new process opens the lake */
  atomic {
    if :: t != 0 && outcome[t] == 0 -> outcome[t] = DEAD :: else fi;
    t = 0; v = 0; checked = 0; tries = 0; answer = 0;
    goto open
  }
end:
  skip
}

/* Follows the log from the checkpoint on. */
proctype Publisher() {
  byte born, p, content;
open:
  atomic { born = life; p = checkpoint }
end:
  do
  :: atomic { p < LAST && entry[p + 1] != 0 -> alive(); content = entry[p + 1] };
#ifndef BREAK_MAKE_DURABLE
     /* first the entry, which another process may not have synced yet */
     atomic { alive(); if :: entry[p + 1] == content -> sync_log() :: else -> goto dead fi };
#endif
     atomic {
       alive();
       if
       :: published[p + 1] == 0 -> published[p + 1] = content; check_log()
       :: else -> assert(published[p + 1] == content)
       fi;
       p++
     }
#ifdef BREAK_ORDER
  :: atomic { p + 2 <= LAST && entry[p + 2] != 0 -> alive(); published[p + 2] = entry[p + 2]; check_log() }
#endif
#ifdef BREAK_CHECKPOINT
  :: atomic { p < LAST && entry[p + 1] != 0 && checkpoint < p + 1 -> alive(); checkpoint = p + 1; check_log() }
#endif
  :: atomic { checkpoint < p -> alive(); checkpoint = p; check_log() }
  :: atomic { life != born -> goto dead }
  od;
dead:
  goto open
}

#define SOME_LATE(t) (late[t] != 0)
inline select_late(t, v) {
  if
  :: SOME_LATE(1) -> t = 1
  :: SOME_LATE(2) -> t = 2
  :: SOME_LATE(3) -> t = 3
  fi;
  v = 1;
  do :: IS_LATE(t, v) -> break :: else -> v++ od
}

/* Requests that the network held back; a sender that died makes no difference. */
proctype Network() {
  byte t, v;
end:
  do
  :: atomic {
       select_late(t, v);
       late[t] = late[t] & ~(1 << v);
       if :: entry[v] == 0 -> entry[v] = t; vector[v] = mine[t]; sync_log(); check_log() :: else fi;
       t = 0; v = 0
     }
  od
}
/* Everybody dies, requests under way are lost, and of the names that were not synced the last ones may be gone:
   file systems with a journal keep the order of what happened in one folder. */
proctype PowerCut() {
  byte v;
end:
  do
  :: atomic {
       cuts < CUTS -> cuts++; life++;
       late[1] = 0; late[2] = 0; late[3] = 0;
       v = 1;
       do
       :: v <= LAST && entry[v] != 0 -> durable[v] = true; v++
       :: v > LAST || !durable[v] -> break
       od;
       do
       :: v <= LAST -> entry[v] = 0; vector[v] = 0; v++
       :: else -> break
       od;
       v = 0;
       check_log()
     }
  od
}

init {
  atomic { run Client(0); run Client(1); run Publisher(); run Publisher(); run Network(); run PowerCut() }
}
