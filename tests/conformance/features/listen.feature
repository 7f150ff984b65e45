Feature: Listen
  One, any and all; filters, correlation, conditions; every event is consumed once, in order of arrival.

  Scenario: One event that matches, as a list of its data
    Given a workflow with tasks:
    """
    - listening: {listen: {to: {one: {with: {type: paid}}}}}
    - gate: {listen: {to: {one: {with: {type: go}}}}, output: {as: $input}}
    """
    When the workflow is executed
    And listening waits
    And these events are sent:
    """
    [{type: other, data: 1}, {type: paid, data: {n: 2}}, {type: paid, data: 3}, {type: go}]
    """
    Then the workflow should complete with output:
    """
    [{n: 2}]
    """
    And 2 events should be unread

  Scenario: What comes before its listener is kept
    Given a workflow with tasks:
    """
    - gate: {listen: {to: {one: {with: {type: go}}}}}
    - listening: {listen: {to: {one: {with: {type: paid}}}}}
    """
    When the workflow is executed
    And these events are sent:
    """
    [{type: paid, data: early}, {type: paid, data: late}, {type: go}]
    """
    Then the workflow should complete with output:
    """
    [early]
    """
    And 1 events should be unread

  Scenario: Listeners one after the other consume in order of arrival
    Given a workflow with tasks:
    """
    - loop: {for: {in: '[1, 2, 3]'}, do: [{listening: {listen: {to: {one: {with: {type: n}}}}, output: {as: '$input + .'}}}]}
    """
    And given the workflow input is:
    """
    []
    """
    When the workflow is executed
    And these events are sent:
    """
    [{type: n, data: a}, {type: n, data: b}, {type: n, data: c}]
    """
    Then the workflow should complete with output:
    """
    [a, b, c]
    """

  Scenario: Each event goes to one of two listeners, the earlier first
    Given a workflow with tasks:
    """
    - both:
        fork:
          branches:
            - left: {listen: {to: {one: {with: {type: n}}}}}
            - right: {listen: {to: {one: {with: {type: n}}}}}
    - gate: {listen: {to: {one: {with: {type: go}}}}, output: {as: $input}}
    """
    When the workflow is executed
    And right waits
    And these events are sent:
    """
    [{type: n, data: 1}, {type: n, data: 2}, {type: n, data: 3}, {type: go}]
    """
    Then the workflow should complete with output:
    """
    [[1], [2]]
    """
    And 1 events should be unread

  Scenario Outline: How events are read
    Given a workflow with tasks:
    """
    - listening: {listen: {to: {one: {with: {type: paid}}}<read>}}
    """
    When the workflow is executed
    And these events are sent:
    """
    [{id: e1, source: 'https://shop.example', specversion: '1.0', type: paid, data: {n: 1}}]
    """
    Then the workflow should complete with output:
    """
    <output>
    """

    Examples:
      | read             | output |
      |                  | [{n: 1}] |
      | , read: data     | [{n: 1}] |
      | , read: envelope | [{id: e1, source: 'https://shop.example', specversion: '1.0', type: paid, data: {n: 1}}] |

  Scenario: All attributes of a filter have to match
    Given a workflow with tasks:
    """
    - listening: {listen: {to: {one: {with: {type: paid, source: 'https://shop.example', subject: '${ .order }'}}}}}
    """
    And given the workflow input is:
    """
    {order: o7}
    """
    When the workflow is executed
    And these events are sent:
    """
    - {type: paid, source: 'https://shop.example', subject: o6, data: 1}
    - {type: paid, source: 'https://other.example', subject: o7, data: 2}
    - {type: sent, source: 'https://shop.example', subject: o7, data: 3}
    - {type: paid, source: 'https://shop.example', data: 4}
    - {type: paid, source: 'https://shop.example', subject: o7, data: 5}
    """
    Then the workflow should complete with output:
    """
    [5]
    """

  Scenario: A filter on data is a condition on the data
    Given a workflow with tasks:
    """
    - listening: {listen: {to: {one: {with: {type: t, data: '${ .temperature > 38 }'}}}}}
    """
    When the workflow is executed
    And these events are sent:
    """
    [{type: t, data: {temperature: 38}}, {type: t, data: {temperature: 39}}]
    """
    Then the workflow should complete with output:
    """
    [{temperature: 39}]
    """

  Scenario: Any takes the first event that fits one of its filters
    Given a workflow with tasks:
    """
    - listening: {listen: {to: {any: [{with: {type: a}}, {with: {type: b}}]}}}
    - gate: {listen: {to: {one: {with: {type: go}}}}, output: {as: $input}}
    """
    When the workflow is executed
    And these events are sent:
    """
    [{type: c, data: 0}, {type: b, data: 1}, {type: a, data: 2}, {type: go}]
    """
    Then the workflow should complete with output:
    """
    [1]
    """
    And 2 events should be unread

  Scenario: All waits for an event for each filter, in any order
    Given a workflow with tasks:
    """
    - listening: {listen: {to: {all: [{with: {type: a}}, {with: {type: b}}, {with: {type: a}}]}}}
    """
    When the workflow is executed
    And these events are sent:
    """
    [{type: b, data: 1}, {type: b, data: 2}, {type: a, data: 3}]
    """
    And listening waits
    And 1 events should be unread
    And these events are sent:
    """
    [{type: c, data: 4}, {type: a, data: 5}]
    """
    Then the workflow should complete with output:
    """
    [1, 3, 5]
    """
    And 2 events should be unread

  Scenario: Until a condition on everything that was consumed
    Given a workflow with tasks:
    """
    - listening: {listen: {to: {any: [{with: {type: n}}], until: '(map(.v) | add) >= 6'}}}
    - gate: {listen: {to: {one: {with: {type: go}}}}, output: {as: $input}}
    """
    When the workflow is executed
    And these events are sent:
    """
    [{type: n, data: {v: 1}}, {type: x, data: {v: 100}}, {type: n, data: {v: 2}}, {type: n, data: {v: 3}}, {type: n, data: {v: 4}}, {type: go}]
    """
    Then the workflow should complete with output:
    """
    [{v: 1}, {v: 2}, {v: 3}]
    """
    And 2 events should be unread

  Scenario: Any without filters takes every event until the condition holds
    Given a workflow with tasks:
    """
    - listening: {listen: {to: {any: [], until: length == 2}}}
    - gate: {listen: {to: {one: {with: {type: go}}}}, output: {as: $input}}
    """
    When the workflow is executed
    And these events are sent:
    """
    [{type: x, data: 1}, {type: y, data: 2}, {type: z, data: 3}, {type: go}]
    """
    Then the workflow should complete with output:
    """
    [1, 2]
    """

  Scenario: A condition sees what the task reads
    Given a workflow with tasks:
    """
    - listening: {listen: {to: {any: [{with: {source: s}}], until: 'any(.[]; .type == "last")'}, read: envelope}, output: {as: 'map(.type)'}}
    - gate: {listen: {to: {one: {with: {type: go}}}}, output: {as: $input}}
    """
    When the workflow is executed
    And these events are sent:
    """
    [{type: first, source: s}, {type: last, source: s}, {type: more, source: s}, {type: go}]
    """
    Then the workflow should complete with output:
    """
    [first, last]
    """

  Scenario: A correlation with an expectation compares with the input
    Given a workflow with tasks:
    """
    - listening: {listen: {to: {one: {with: {type: decided}, correlate: {number: {from: .data.number, expect: '${ .number }'}}}}}}
    """
    And given the workflow input is:
    """
    {number: 7}
    """
    When the workflow is executed
    And these events are sent:
    """
    - {type: decided, data: {number: 6}}
    - {type: decided, data: {}}
    - {type: decided, data: {number: '7'}}
    - {type: decided, data: {number: 7, ok: true}}
    """
    Then the workflow should complete with output:
    """
    [{number: 7, ok: true}]
    """

  Scenario: An expectation may be a plain value, and every key has to correlate
    Given a workflow with tasks:
    """
    - listening:
        listen:
          to:
            one:
              with: {type: t}
              correlate: {a: {from: .data.a, expect: x}, b: {from: '${ .subject }', expect: y}}
    """
    When the workflow is executed
    And these events are sent:
    """
    - {type: t, subject: z, data: {a: x, n: 1}}
    - {type: t, subject: y, data: {a: z, n: 2}}
    - {type: t, subject: y, data: {a: x, n: 3}}
    """
    Then the workflow should complete with output:
    """
    [{a: x, n: 3}]
    """

  Scenario: A correlation without an expectation holds to the first event's value
    Given a workflow with tasks:
    """
    - listening: {listen: {to: {any: [{with: {type: t}, correlate: {order: {from: .data.order}}}], until: length == 2}}}
    """
    When the workflow is executed
    And these events are sent:
    """
    - {type: t, data: {n: 0}}
    - {type: t, data: {order: 1, n: 1}}
    - {type: t, data: {order: 2, n: 2}}
    - {type: t, data: {order: 1, n: 3}}
    """
    Then the workflow should complete with output:
    """
    [{order: 1, n: 1}, {order: 1, n: 3}]
    """
    And 2 events should be unread

  Scenario: Events for a task that was cancelled stay for others
    Given a workflow with tasks:
    """
    - race:
        fork:
          compete: true
          branches:
            - slow: {listen: {to: {one: {with: {type: slow}}}}}
            - quick: {listen: {to: {one: {with: {type: quick}}}}}
    - later: {listen: {to: {one: {with: {type: slow}}}}}
    """
    When the workflow is executed
    And these events are sent:
    """
    [{type: quick, data: 1}]
    """
    And later waits
    And these events are sent:
    """
    [{type: slow, data: 2}]
    """
    Then the workflow should complete with output:
    """
    [2]
    """
    And slow should cancel

  Scenario: A listener that times out leaves later events unread
    Given a workflow with tasks:
    """
    - attempt:
        try: [{listening: {listen: {to: {one: {with: {type: t}}}}, timeout: {after: PT0.05S}}}]
        catch: {do: [{handled: {set: '${ {} }'}}]}
    - gate: {listen: {to: {one: {with: {type: go}}}}}
    """
    When the workflow is executed
    And gate waits
    And these events are sent:
    """
    [{type: t, data: 1}, {type: go, data: 2}]
    """
    Then the workflow should complete with output:
    """
    [2]
    """
    And 1 events should be unread

  Scenario: A filter that cannot be evaluated is an expression fault
    Given a workflow with tasks:
    """
    - listening: {listen: {to: {one: {with: {type: t, data: '${ error("no") }'}}}}}
    """
    When the workflow is executed
    And these events are sent:
    """
    [{type: t, data: 1}]
    """
    Then the workflow should fault with a expression error of status 400 at '/do/0/listening'

  Scenario Outline: A text may be a pattern, for the whole attribute
    Given a workflow with tasks:
    """
    - listening: {listen: {to: {one: {with: {type: '<pattern>'}}}}}
    """
    When the workflow is executed
    And these events are sent:
    """
    [{type: com.example.paid.late, data: 1}, {type: xcom.example.paid, data: 2}, {type: com.example.paid, data: 3}]
    """
    Then the workflow should complete with output:
    """
    [3]
    """

    Examples:
      | pattern               |
      | com\\.example\\.[a-z]+ |
      | com.example.paid      |

  Scenario: Data without an expression is compared
    Given a workflow with tasks:
    """
    - listening: {listen: {to: {one: {with: {type: t, data: {n: 1}}}}, read: envelope}, output: {as: 'map(.id)'}}
    """
    When the workflow is executed
    And these events are sent:
    """
    [{id: a, type: t, data: {n: 2}}, {id: b, type: t, data: {n: 1, m: 1}}, {id: c, type: t, data: {n: 1}}]
    """
    Then the workflow should complete with output:
    """
    [c]
    """

  Scenario: Events before and after the workflow continues in another run
    Given a workflow with tasks:
    """
    - both:
        fork:
          branches:
            - listening: {listen: {to: {all: [{with: {type: a}}, {with: {type: b}}, {with: {type: c}}]}}}
            - many: {do: [{loop: {for: {in: '[range(6)]'}, do: [{turn: {wait: {milliseconds: 1}}}]}}, {gate: {listen: {to: {one: {with: {type: go}}}}}}], output: {as: '"counted"'}}
    """
    When the workflow is executed
    And these events are sent:
    """
    [{type: x}, {type: a, data: 1}, {type: y}]
    """
    And gate waits
    And 2 events should be unread
    And these events are sent:
    """
    [{type: c, data: 2}, {type: go}, {type: b, data: 3}]
    """
    Then the workflow should complete with output:
    """
    [[1, 2, 3], counted]
    """
    And 2 events should be unread
