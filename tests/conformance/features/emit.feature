Feature: Emit
  An event is made, is the output of its task, and is heard by the listeners of the same run.

  Scenario: What the author leaves out is filled in
    Given a workflow with tasks:
    """
    - emitting: {emit: {event: {with: {type: com.example.greeted}}}}
    """
    When the workflow is executed
    Then the workflow should complete
    And the workflow output should have properties 'id', 'source', 'specversion', 'time', 'type'
    And the workflow output should have a 'specversion' property with value:
    """
    '1.0'
    """
    And the workflow output should have a 'type' property with value:
    """
    com.example.greeted
    """
    And the workflow output should have a 'time' property that matches '\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.*Z'

  Scenario: What the author says wins, and expressions are evaluated
    Given a workflow with tasks:
    """
    - emitting:
        input: {from: .a}
        emit:
          event:
            with:
              id: e1
              source: https://x.example
              type: '${ "com.example." + .kind }'
              subject: '${ .who }'
              time: '2026-01-02T03:04:05Z'
              data: {n: '${ .n + 1 }', text: .n}
    """
    And given the workflow input is:
    """
    {a: {kind: greeted, who: Ada, n: 1}}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    id: e1
    source: https://x.example
    type: com.example.greeted
    subject: Ada
    time: '2026-01-02T03:04:05Z'
    specversion: '1.0'
    data: {n: 2, text: .n}
    """

  Scenario: Two visits emit two events
    Given a workflow with tasks:
    """
    - loop: {for: {in: '[1, 2]'}, do: [{emitting: {emit: {event: {with: {type: t}}}, output: {as: '$input + [$task.output.id]'}}}]}
    - last: {set: '${ . | unique | length }'}
    """
    And given the workflow input is:
    """
    []
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    2
    """

  Scenario: A listener in another branch hears it
    Given a workflow with tasks:
    """
    - both:
        fork:
          branches:
            - listening: {listen: {to: {one: {with: {type: t, source: s}}}}}
            - emitting: {emit: {event: {with: {type: t, source: s, data: {n: 1}}}}, output: {as: .data}}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    [[{n: 1}], {n: 1}]
    """

  Scenario: A listener that comes later hears it too, once
    Given a workflow with tasks:
    """
    - emitting: {emit: {event: {with: {type: t, data: 1}}}}
    - first: {listen: {to: {one: {with: {type: t}}}}}
    - second: {listen: {to: {one: {with: {type: t}}}}}
    """
    When the workflow is executed
    And second waits
    And these events are sent:
    """
    [{type: t, data: 2}]
    """
    Then the workflow should complete with output:
    """
    [2]
    """

  Scenario: Its source is the workflow, and nothing waits for what nobody hears
    Given a workflow with tasks:
    """
    - emitting: {emit: {event: {with: {type: com.example.greeted}}}, output: {as: .source}}
    - listening: {if: 'false', listen: {to: {one: {with: {type: com.example.other}}}}}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    /default/tried/1.0.0
    """
    And 0 events should be unread

  Scenario: An event needs a type
    Given a workflow with tasks:
    """
    - emitting: {emit: {event: {with: {type: '${ .missing }'}}}}
    """
    When the workflow is executed
    Then the workflow should fault with a configuration error of status 400 at '/do/0/emitting'

  Scenario: What is null is left out, data excepted
    Given a workflow with tasks:
    """
    - emitting: {emit: {event: {with: {type: t, subject: '${ .missing }', data: '${ .missing }'}}}, output: {as: '[has("subject"), has("data"), .data]'}}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    [false, true, null]
    """
