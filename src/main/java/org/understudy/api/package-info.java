/**
 * Both ends of the unix socket: HTTP and JSON between the commands and the agent. Only user of
 * jetty, and of the format that Prometheus reads. Shapes are the records of wire; anything but
 * 2xx carries a Problem. All of it with each parameter and field is in {@code openapi.json}, which
 * the agent gives as {@code GET /v1/openapi.json}; here is what it is about:
 *
 * <pre>
 * GET  /v1/services?names=a,b&amp;refused=true
 *                                         [ServiceStatus], the known ones, from the last look; then
 *                                         those whose files are refused
 * GET  /v1/names                          [name]: the services that have a file here
 * GET  /v1/services/{name}?refresh=true   ServiceStatus after a fresh look
 * POST /v1/services/{name}/requests       Asked: 202 Outcome
 * GET  /v1/requests/{id}?wait=1           Outcome, as soon as it ends or after wait seconds
 * GET  /v1/services/{name}/config         ConfigText; so with cluster/config and node/config
 * GET  /v1/services/{name}/running        RunningText: the one in force, its generation
 * POST /v1/services/{name}/config         Edit: 200 Edited
 * POST /v1/services/{name}/config/text    NewText: 200 Edited, 409 if its base is no longer there
 * GET  /v1/services/{name}/config/value?key=fs%231.mnt&amp;eval=true&amp;as=n2
 *                                         ConfigValue: as written, or as a node sees it
 * GET  /v1/services/{name}/config/sections?eval=true&amp;as=n2
 *                                         ConfigSections: all of them
 * POST /v1/services/{name}/create         NewText: 200 Edited
 * POST /v1/services/{name}/delete         Removal: 200 Edited
 * POST /v1/cluster/init                   NewMember: 200 Edited
 * POST /v1/cluster/token                  NewMember: 200 TokenText
 * POST /v1/cluster/join                   Joining: 200 Edited
 * POST /v1/cluster/forget                 NewMember: 200 Edited
 * POST /v1/cluster/leave                  Leave: 200 Left, long before the agent is through
 * POST /v1/cluster/release                Release, of the agent that leaves: 200 Edited
 * POST /v1/services/{name}/forget?rids=app%231
 *                                         an operator's word that what is undef is down: Edited
 * GET  /v1/files                          FileTable: which versions of which files
 * GET  /v1/files/{name}                   FileCopy: one of them, for another node
 * POST /v1/files/{name}/take              Taking: one node's is everybody's: 200 Edited
 * GET  /v1/services/{name}/docker         DockerSocket
 * GET  /v1/nodes                          [NodeStatus]
 * POST /v1/nodes/{name}/vouch             an operator's word that it is off: 200 NodeStatus
 * any  /v1/nodes/{name}/forward/…        what that node's agent answers to /v1/…
 * GET  /v1/journal?after=7&amp;limit=9&amp;wait=5
 *                                         [JournalLine] after a number, oldest first; a
 *                                         negative one counts from the end, -1 is the last
 *                                         Only of the asked node.
 * GET  /v1/events?after=7&amp;services=a
 *                                         server-sent events, each a JournalLine with its number
 *                                         as id: what follows that number, then what comes, until
 *                                         the agent ends. Without after: what comes
 * GET  /v1/timeline?since=1h&amp;services=a&amp;node=n1&amp;limit=9
 *                                         Timeline of all nodes, causes first: the latest lines,
 *                                         or those since 1h ago, or since 14:03
 * GET  /v1/timeline?after=n1:7,n2:9&amp;wait=5
 *                                         Timeline of what follows these lines
 * GET  /metrics                           what is counted and how it is, for Prometheus: text
 * POST /v1/simulate                       Simulate: 200 Simulated; changes nothing
 * POST /v1/drills                         AskedDrill: 202 Outcome
 * POST /v1/drills/end                     202 Outcome: the one of that node, told to end early
 * GET  /v1/drills                         [DrillText]: the last ones of all nodes
 * GET  /v1/drills/{id}?wait=5             Outcome, as soon as it ends or after wait seconds
 * GET  /v1/drills/obstacles?services=a,b  [sentence]: what is not well on that node; for its peers
 * GET  /v1/services/{name}/history?events=action.end&amp;limit=9
 *                                         [JournalLine] of all nodes about it, causes first
 * GET  /v1/services/{name}/why-not?node=n1
 *                                         WhyNot: all that keeps it from running there
 * </pre>
 *
 * <p>May import: wire, model.
 */
package org.understudy.api;
