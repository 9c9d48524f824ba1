/**
 * The steps between which a process can die, with what stands on disk there and what follows. The chaos suite kills a
 * process at each of them; docs/kill-points.md is this table.
 */
export const steps = {
  "poll.claimed": "The job is this worker's. GP was not asked yet. Another worker takes the job over.",
  "poll.pageRead": "A page came from GP, and nothing of it is on disk. It is read again.",
  "poll.pageWritten": "All that a page means is written but not committed. It is as if it had not been read.",
  "poll.pageRecorded":
    "A page is on disk with its deliveries and the place to go on from. The next worker goes on there.",
  "poll.entityWritten": "The watermark is moved but not committed. The end of the reading is found again.",
  "poll.entityRecorded": "An entity is read to its end, and the watermark stands. The next one is begun.",
  "poll.finished":
    "Everything is read; the job still counts as running. The next worker finds nothing to read, and ends it.",
  "deliver.authorized": "The write is authorized; the delivery is still planned. Another worker takes it.",
  "deliver.taking":
    "Control numbers, bytes and `sending` are written but not committed. The numbers go back, the delivery is still planned.",
  "deliver.taken":
    "Bytes, name and numbers are on disk, the request has not left. In doubt: looked for, never sent again blindly.",
  "deliver.answered": "Cleo has answered, and nobody wrote it down. In doubt: looked for.",
  "deliver.recording": "The outcome is about to be written. In doubt: looked for.",
  "deliver.recorded": "The outcome is on disk. Nothing follows.",
  "settle.abandoning":
    "Deliveries of a dead worker are put in doubt but not committed. The next round finds them again.",
  "settle.abandoned": "They are in doubt, and nobody looks yet. The next worker does.",
  "settle.looking": "This worker has taken a doubt to look into. Others free it when they find the worker dead.",
  "settle.looked": "Cleo has said what is there, and nobody wrote it down. It is asked again.",
  "settle.settling": "What was found is written but not committed. It is asked again.",
  "settle.settled": "The doubt is settled, or held for a person. Nothing follows.",
  "collect.reading": "A folder was listed, and its next file is still there. It is found again.",
  "collect.stored":
    "A file's message is on disk, and the file is still in its folder. It is found again, known, and taken away.",
  "collect.moved":
    "The copy lies in the folder for what is done, and the file in its own as well. It is found again, known, copied over and removed.",
  "collect.removed": "The file is gone from its folder, its message is on disk. Nothing follows.",
  "receive.reading": "A message is being read into its documents, not committed. It is read again.",
  "receive.read": "The documents of a message are on disk. They are carried out by whoever comes next.",
  "receive.claimed": "An inbound document is this worker's. Others free it when they find the worker dead.",
  "receive.writing":
    "What a document means (match, answer, draft, acknowledgement, word to people) is written but not committed. It is carried out again.",
  "receive.handled":
    "What a document asks for was done, and nobody wrote it down. It is carried out again, which finds what was done.",
  "receive.settling": "The outcome is written but not committed. As above.",
  "receive.settled": "The outcome is on disk. Nothing follows.",
  "draft.claimed": "A draft is this worker's; GP was not asked yet. Others free it when they find the worker dead.",
  "draft.taken":
    "The intent is on disk, the request has not left. In doubt: its reference is looked for, never entered again blindly.",
  "draft.answered": "GP has answered, and nobody wrote it down. In doubt: its reference is looked for.",
  "draft.recording": "The outcome is written but not committed. In doubt: its reference is looked for.",
  "draft.recorded": "The outcome is on disk. Nothing follows.",
  "draft.abandoning": "Drafts of a dead worker are put in doubt but not committed. The next round finds them again.",
  "draft.abandoned": "They are in doubt, and nobody looks yet. The next worker does.",
  "draft.looking": "This worker has taken a doubt to look into. Others free it when they find the worker dead.",
  "draft.looked": "GP has said what is there, and nobody wrote it down. It is asked again.",
  "draft.settling": "What was found is written but not committed. It is asked again.",
  "draft.settled": "The doubt is settled. Nothing follows.",
  "notify.claimed":
    "A message to people is this worker's and was not sent. Others send it when they find the worker dead.",
  "notify.sent": "It went out, and nobody wrote it down. It goes out again under the same identifier: at least once.",
  "notify.recorded": "Its outcome is on disk. Nothing follows.",
  "retention.archived":
    "Old rows are in an archive on disk, and not committed as gone. They stay, and go to the archive of the next run as well.",
  "retention.removed":
    "They are in the archive, and gone from the ledger. The next run goes on with the rest; this archive lacks its `.sha256`.",
  "retention.finished":
    "Everything old is gone, and the archive complete; the job still counts as running. The next worker finds nothing to do, and ends it.",
} as const;

export type Step = keyof typeof steps;

/** Told of each step as it is reached. */
export type StepObserver = (step: Step) => void;
