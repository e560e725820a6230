"""The safeguards that worlds must miss: where each stands, and what stands there without it."""

_ACCEPT = "sync/server/accept.py"
_PUSH = "sync/client/push.py"
_PULL = "sync/client/pull.py"
_PAGES = "sync/client/pages.py"
_REBASE = "sync/client/rebase.py"
_EPOCHS = "sync/client/epochs.py"
_QUEUE = "sync/store/incarnations.py"
_FEED = "sync/store/feed.py"
_LEDGER = "sync/store/ledger.py"
_RULES = "sync/domain/field_rules.py"
_MERGING = "sync/domain/merging.py"
_SEEN = "sync/actions/seen.py"
_DECISIONS = "sync/actions/decisions.py"
_DEED = "sync/actions/deed.py"
_KEEPING = "sync/actions/keeping.py"
_REPLAY = "sync/actions/replay.py"
_WORK = "sync/actions/workspace.py"
_BENCH = "sync/actions/office.py"
_BEARERS = "sync/server/bearers.py"
_LOOP = "sync/client/loop.py"
_ENDING = "sync/client/ending.py"
_CALLS = "sync/client/office.py"
_DELIVER = "sync/server/deliver.py"
_FIRST_COPY = "sync/client/first_copy.py"
_COMPACTING = "sync/store/compacting.py"

SAFEGUARDS: dict[str, tuple[str, str, str]] = {
    # those of the model
    "no dedupe": (_ACCEPT, "if earlier is not None:", "if False:"),
    "sequence only": (_ACCEPT, "if operation.seq != last + 1:", "if False:"),
    "no epoch": (_BEARERS, "badge.epoch != office.epoch", "False"),
    "no reissue": (_EPOCHS, "incarnations.take_back(", "(lambda *_, **__: 0)("),
    "no group": (_RULES, 'return "free" if is_free else "taken"', 'return "free"'),
    "row last writer wins": (_MERGING, 'if state == "taken"} | (', "if False} | ("),
    "no settling": (_PUSH, "OutboxState.DONE if ver <= state.cursor", "OutboxState.DONE if True"),
    # taking in a push
    "digest not compared": (_ACCEPT, "if earlier.digest != digest:", "if False:"),
    "order of a batch forgotten": (
        _ACCEPT,
        "        last = operation.seq\n        verdict",
        "        verdict",
    ),
    "verdict not entered": (_ACCEPT, "    ledger.write(connection, entered)\n", ""),
    "rows not written": (_ACCEPT, "    bench.write()\n", ""),
    "refused stays in memory": (_BENCH, "        self.work.roll_back()\n", ""),
    "new orders without number": (
        _BENCH,
        "number_new_orders(deed, operation.numbers)",
        "list[str]()",
    ),
    "gone rows not in the feed": (
        _BENCH,
        "place(entity, row_id, None), is_gone=True)",
        "place(entity, row_id, None), is_gone=False)",
    ),
    "poison not caught": (
        "sync/server/scrutiny.py",
        ("        command = codec.unpack_args(operation.args, action.kind)\n    except Garbled:\n"),
        (
            "        command = codec.unpack_args(operation.args, action.kind)\n"
            "    except ZeroDivisionError:\n"
        ),
    ),
    # field rules
    "no guards": (_SEEN, "if not self._all_hold(group, row)", "if False"),
    "guards not noted": (
        _SEEN,
        "            self._note(key, other, guard.fields)\n",
        "            pass\n",
    ),
    "shared field not blocked": (_MERGING, "or not shared.isdisjoint(group.fields)", "or False"),
    "sets overwritten": (_MERGING, "if (entity, name) in ELEMENTS:", "if False:"),
    "removal beats an edit": (_DEED, "if _differs(group, base, current)]", "if False]"),
    "conflict not kept": (_KEEPING, '    work.insert("conflicts", to_row(item))\n', ""),
    "history not kept": (
        _KEEPING,
        '    work.insert("history", line, is_unknown=True)\n',
        "",
    ),
    "new line in another currency": (
        _DEED,
        "        if not guarded:\n            return None\n",
        "        if True:\n            return None\n",
    ),
    "base of a new value": (_DEED, "base=base.get(name)\n", "base=row.get(name)\n"),
    "taken written anyway": (_MERGING, "and name not in blocked", "and True"),
    "rows not rolled back": (
        _WORK,
        (
            "            self._rows[key] = row\n            self._index(key,"
            " row)\n        self.changed -="
        ),
        "            pass\n        self.changed -=",
    ),
    "refused row written": (_WORK, "        self.changed -= self._fresh\n", ""),
    "removal not done": (_WORK, "        self._set((entity, row_id), None)\n", ""),
    # delivering
    "page ends inside a version": (
        _FEED,
        "        end = cut - 1\n",
        "        end = cut\n",
    ),
    "feed row kept at its first version": (_FEED, '"ver": statement.excluded.ver, ', ""),
    "head not raised": (_FEED, "head=server_meta.c.head + 1", "head=server_meta.c.head + 0"),
    "cursor ahead not told": (
        _DELIVER,
        "if pull.cursor > office.head:",
        "if False:",
    ),
    # taking in a page
    "page of another place": (_PULL, "not _continues(state, answer)", "False"),
    "page of another epoch": (_PULL, "answer.epoch != state.epoch or", "False or"),
    "cursor ahead of the page": (_PULL, '"cursor": answer.end', '"cursor": answer.head'),
    "no rebase": (_PULL, "pending = incarnations.touched_keys(connection)", "pending = set()"),
    "nothing settles": (
        _PULL,
        "settled = rebase.arrive(connection, answer.end, now)",
        "settled = set()",
    ),
    "not shown anew": (
        _PULL,
        "rebase.show(connection, (seen & pending) | (settled - seen))",
        "rebase.show(connection, set())",
    ),
    "not swept": (
        _PULL,
        "    standing.note(connection, is_copying_again=0)\n    return sweep(connection)",
        "    standing.note(connection, is_copying_again=0)\n    return Changes()",
    ),
    "gone rows stay": (_PAGES, "    _take(connection, gone, pending)\n", ""),
    "gone below pending forgotten": (
        _PAGES,
        "            bases.replace(connection, (entity, row_id), None)\n",
        "            pass\n",
    ),
    "base not replaced": (
        _PAGES,
        "bases.replace_many(",
        "(lambda *_: None)(",
    ),
    "settled too early": (
        _REBASE,
        "outbox.settling_through(connection, through)",
        "outbox.settling_through(connection, through + 3)",
    ),
    "touched not let go": (_REBASE, "        outbox.forget_touched(connection, ids)\n", ""),
    "removal not replayed": (_REPLAY, "            row = None\n", "            pass\n"),
    "edits not replayed": (
        _REPLAY,
        "            row = {**row, **effect.fields}\n",
        "            pass\n",
    ),
    "bases let go too soon": (
        _REPLAY,
        "for row_id in ids if row_id not in pending]",
        "for row_id in ids]",
    ),
    # who may see what changes meanwhile
    "scopes of the desk believed": (
        _DELIVER,
        "    held = grants.held(connection, caller.actor.id)\n",
        "    held = pull.scopes or grants.held(connection, caller.actor.id)\n",
    ),
    "moved orders not taken away": (
        _DELIVER,
        "    gone = [each for each in containers if each not in seen]\n",
        "    gone = list[Id]()\n",
    ),
    # mistakes of head office's
    "mass removal not stopped": (
        _PULL,
        "        _guard(connection, _leaving(connection, state, answer))\n",
        "        pass\n",
    ),
    "mass removal not asked about": (
        _PULL,
        " or not _is_confirmed(replica, office, answer, state)",
        "",
    ),
    "removal said in another way": (
        _PULL,
        "    return [*_complete(connection, state, answer).gone, *answer.lost]\n",
        "    return list(answer.gone)\n",
    ),
    # the queue
    "not renumbered": (
        _QUEUE,
        (
            "        connection.execute(update(outbox).where(outbox.c.op_id =="
            " op_id).values(seq=seq))\n"
        ),
        "        pass\n",
    ),
    "same incarnation": (_QUEUE, "    meta.put(connection, incarnation=name)\n", ""),
    "given back without rows": (
        _QUEUE,
        "    _touch_again(connection, item.op_id, item.effects)\n    fresh",
        "    fresh",
    ),
    "not copied again": (
        _EPOCHS,
        "        copying_again.copy_again(connection, epoch=changed.epoch, head=changed.head)\n",
        "        standing.note(connection, epoch=changed.epoch)\n",
    ),
    "lost tail by head": (
        _EPOCHS,
        "changed.restored_head if is_other else changed.head",
        "changed.head",
    ),
    "not shown after a restore": (
        _EPOCHS,
        "        rebase.show(connection, incarnations.touched_keys(connection))\n",
        "",
    ),
    "answers of another batch": (
        _PUSH,
        "if verdicts.keys() != {item.op_id for item in items}:",
        "if False:",
    ),
    "fork not followed": (
        _LOOP,
        "            epochs.begin_again(self.replica)\n",
        "            pass\n",
    ),
    "a failing disk ends the loop": (
        _LOOP,
        "with contextlib.suppress(Trouble):",
        "with contextlib.suppress(ZeroDivisionError):",
    ),
    "read-only disk ends the loop": (
        "sync/client/replica.py",
        'if "readonly" in text:',
        "if False:",
    ),
    # decisions on requests
    "decided on what was not shown": (
        _DECISIONS,
        "    if command.subject_hash != subjects.hash_of(content):\n",
        "    if False:\n",
    ),
    "decided once more": (
        _DECISIONS,
        "    if approval.state is not ApprovalState.OPEN:\n        return Outcome.SUPERSEDED",
        "    if False:\n        return Outcome.SUPERSEDED",
    ),
    "decision not as it was signed": (_DECISIONS, "    _require_signed(deed, fields)\n", ""),
    "limits of approvers forgotten": (
        "sync/domain/approval_flow.py",
        "who.level >= seat.level",
        "True",
    ),
    # files
    "bytes not compared with their name": (
        "sync/store/blobs.py",
        "not path.exists() or not _is_content(fetch_from(path), self._key, sha256, size)",
        "not path.exists()",
    ),
    "differing bytes said to be here": (
        "sync/server/uploads.py",
        '                raise decline(422, "upload_bytes_differ")\n',
        "                pass\n",
    ),
    "files not sent again after a restore": (
        "sync/client/transfers.py",
        "            queue_unsent(connection, self._blobs, user_id=user_id, now=now)\n",
        "",
    ),
    "files unknown for a while given up": (
        "sync/store/transfers.py",
        (
            "    is_over |= (transfers.c.state == TransferState.FAILED.value)"
            " & transfers.c.code.in_(_UNKNOWN)\n"
        ),
        "",
    ),
    # endings
    "ended device let in": (
        _BEARERS,
        (
            "    if bearer.device_state == accounts.REVOKED:\n"
            '        raise _ended(connection, bearer, office, "device_revoked")\n'
            "    if bearer.device_state != accounts.ACTIVE:\n"
            '        raise decline(401, "token_revoked")\n'
        ),
        "",
    ),
    "what waits not given up": (
        _ENDING,
        "        _give_up(replica, office, state, badge)\n",
        "        pass\n",
    ),
    "any answer says what waited is kept": (
        _CALLS,
        " <= set(answer.kept):\n",
        " <= {operation.op_id for operation in message.operations}:\n",
    ),
    "files of an ended desk stay": (_ENDING, "    destroy(replica.folder, rings)\n", ""),
    "only the first copy wiped": (
        _BEARERS,
        'if bearer.wipe else ""',
        'if bearer.wipe == accounts.WIPE_WANTED else ""',
    ),
    # first copies, compaction, comparing
    "segments over pending rows": (_PAGES, "    below = keys & pending\n", "    below = set()\n"),
    "changes since the build left out": (
        _FIRST_COPY,
        "cursor=state.first_ver, since=state.first_ver",
        "cursor=state.head, since=state.head",
    ),
    "horizon not raised": (
        _COMPACTING,
        "    connection.execute(raised.values(horizon=through))\n",
        "",
    ),
}

BREAKS = {
    "no dedupe": "IntegrityError",
    "a failing disk ends the loop": "Trouble",
    "read-only disk ends the loop": "OperationalError",
}
"""Those without which the program itself breaks off, before any law could: how it does."""
