Feature: Raise
  Errors inline and by name; the task that raised one is its instance.

  Scenario: An error keeps its members, and expressions in them are evaluated
    Given a workflow with tasks:
    """
    - outer:
        do:
          - bad:
              raise:
                error:
                  type: https://x.example/errors/bad
                  status: 422
                  title: '${ "Not " + .what }'
                  detail: 'as it is: ${ .what }'
    - never: {set: '${ {} }'}
    """
    And given the workflow input is:
    """
    {what: this}
    """
    When the workflow is executed
    Then the workflow should fault with exactly the error:
    """
    type: https://x.example/errors/bad
    status: 422
    title: Not this
    detail: 'as it is: ${ .what }'
    instance: /do/0/outer/do/0/bad
    """
    And the tasks should have run as:
    """
    outer faulted
    bad faulted
    """

  Scenario: An error may be raised by its name
    Given a workflow with tasks:
    """
    - bad: {raise: {error: second}}
    """
    And the workflow has:
    """
    use:
      errors:
        first: {type: 'https://x.example/errors/first', status: 401}
        second: {type: 'https://x.example/errors/second', status: 402, title: '${ "Number \(.n)" }'}
    """
    And given the workflow input is:
    """
    {n: 7}
    """
    When the workflow is executed
    Then the workflow should fault with exactly the error:
    """
    type: https://x.example/errors/second
    status: 402
    title: Number 7
    instance: /do/0/bad
    """

  Scenario: A name that is not there is a configuration fault
    Given a workflow with tasks:
    """
    - bad: {raise: {error: nobody}}
    """
    And the definition is not checked beforehand
    When the workflow is executed
    Then the workflow should fault with a configuration error of status 400 at '/do/0/bad'

  Scenario: Expressions in an error see the transformed input
    Given a workflow with tasks:
    """
    - bad: {input: {from: .a}, raise: {error: {type: 'https://x.example/bad', status: 400, detail: '${ .b + $task.name }'}}}
    """
    And given the workflow input is:
    """
    {a: {b: 'in '}}
    """
    When the workflow is executed
    Then the workflow should fault
    And the error should tell 'in bad'

  Scenario: The instance is the task, whatever the error says
    Given a workflow with tasks:
    """
    - bad: {raise: {error: {type: 'https://x.example/bad', status: 400, instance: /elsewhere}}}
    """
    When the workflow is executed
    Then the workflow should fault with error:
    """
    {status: 400, instance: /do/0/bad}
    """
